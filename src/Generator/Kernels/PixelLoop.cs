using System;
using System.Linq;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Kernels;

/// <summary>
/// Emits a walk over every pixel of one block of channels in tensors of the same height and width, side by side. The
/// emitted code needs <c>block</c>; it declares a pointer to the present row for each tensor.
/// </summary>
internal sealed class PixelLoop
{
    private readonly WalkedTensor[] _tensors;

    /// <exception cref="ArgumentException">The tensors' heights, widths or lanes differ.</exception>
    public PixelLoop(params WalkedTensor[] tensors)
    {
        Layout first = tensors[0].Layout;
        foreach (Layout other in tensors.Select(tensor => tensor.Layout))
        {
            if (other.Height == first.Height && other.Width == first.Width && other.Lanes == first.Lanes) continue;
            throw new ArgumentException(
                $"Expected tensors of one height and width, got {first.Form.Shape} and {other.Form.Shape}.", nameof(tensors));
        }

        _tensors = tensors;
    }

    /// <summary>Pixels in a turn of the inner loop.</summary>
    public int Unroll { get; init; } = 4;

    /// <summary>Rows longer than this are not joined; long sums lose digits where short ones that are added up do not.</summary>
    public int LongestRun { get; init; } = int.MaxValue;

    /// <summary>Writes what stands before each row.</summary>
    public Action RowBegin { get; init; } = () => { };

    /// <summary>Writes what stands after each row.</summary>
    public Action RowEnd { get; init; } = () => { };

    /// <summary>How many pixels of a row differ in their suffix, at most <see cref="Unroll"/>.</summary>
    public int Suffixes => Math.Min(Unroll, RunLength);

    private Layout Layout => _tensors[0].Layout;

    private bool Joined =>
        Layout.Height * (long)Layout.Width <= LongestRun
        && _tensors.All(tensor => tensor.Layout.Form.Halo is { Left: 0, Right: 0 });

    private int Runs => Joined ? 1 : Layout.Height;

    private int RunLength => Joined ? Layout.Height * Layout.Width : Layout.Width;

    /// <summary>Writes the loops around what <paramref name="body"/> writes for one pixel.</summary>
    public void Emit(CodeWriter writer, Action<WalkedPixel> body)
    {
        foreach ((string pointer, Layout layout) in _tensors)
        {
            writer.Line($"float* {pointer}Row = {KernelText.BlockAddress(pointer, layout)};");
        }

        if (Runs == 1)
        {
            EmitRow(writer, body);
            return;
        }

        using (writer.Block($"for (int row = 0; row < {Runs}; row++)"))
        {
            EmitRow(writer, body);
            foreach ((string pointer, Layout layout) in _tensors) writer.Line($"{pointer}Row += {layout.RowStride};");
        }
    }

    private void EmitRow(CodeWriter writer, Action<WalkedPixel> body)
    {
        int lanes = Layout.Lanes;
        int turns = RunLength / Unroll;
        int done = turns > 1 ? turns * Unroll : 0;
        RowBegin();
        if (turns > 1)
        {
            using CodeWriter.Scope loop = writer.Block($"for (nint i = 0; i < {done * lanes}; i += {Unroll * lanes})");
            for (int pixel = 0; pixel < Unroll; pixel++)
            {
                body(new WalkedPixel(pixel == 0 ? "i" : $"i + {pixel * lanes}", pixel.ToString()));
            }
        }

        // The pixels that are left stand in a block of their own: their variables have the names of the loop's.
        for (int begin = done; begin < RunLength; begin += Unroll)
        {
            using CodeWriter.Scope rest = writer.Block("");
            for (int pixel = 0; pixel < Unroll && begin + pixel < RunLength; pixel++)
            {
                body(new WalkedPixel(((begin + pixel) * lanes).ToString(), pixel.ToString()));
            }
        }

        RowEnd();
    }
}

/// <summary>A tensor that a pixel loop walks: a pointer to an image in the emitted code, and where its pixels lie.</summary>
internal readonly record struct WalkedTensor(string Pointer, Layout Layout);

/// <summary>One pixel in the emitted code.</summary>
/// <param name="Offset">From the row's pointer, in floats.</param>
/// <param name="Suffix">Makes the names of the pixel's variables unique among those that stand beside it.</param>
internal readonly record struct WalkedPixel(string Offset, string Suffix)
{
    /// <summary>The address in a tensor that is walked.</summary>
    public string In(string pointer) => Offset == "0" ? $"{pointer}Row" : $"{pointer}Row + {Offset}";
}
