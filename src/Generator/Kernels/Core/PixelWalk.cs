using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// A walk over every pixel of one block of channels in tensors of the same pixels, side by side, in a body that all shapes
/// share. Planes, rows and the length of a row are parameters, and so are each tensor's strides. Where halos allow it, rows
/// are joined to one long run, and planes too.
/// </summary>
/// <param name="pointers">The tensors, which are the body's first parameters.</param>
internal sealed class PixelWalk(params string[] pointers)
{
    /// <summary>Pixels in a turn of the inner loop.</summary>
    public int Unroll { get; init; } = 4;

    /// <summary>Whether the images of a batch are walked over too; their number is a parameter then.</summary>
    public bool Batch { get; init; }

    /// <summary>The body's first parameters: pointers, strides, and for a batch the images' number and distances.</summary>
    public string Parameters
    {
        get
        {
            string batch = Batch ? ", int images" + string.Concat(pointers.Select(pointer => $", int {pointer}Image")) : "";
            return $"{string.Join(", ", pointers.Select(pointer => "float* " + pointer))}, {StrideParameters}{batch}";
        }
    }

    /// <summary>The parameters without the pointers, for bodies that find those themselves.</summary>
    public string StrideParameters =>
        string.Join(", ", pointers.Select(pointer => $"int {pointer}Plane, int {pointer}Row")) + ", int planes, int rows, int run";

    /// <summary>The arguments for <see cref="Parameters"/>, in a method that has the tensors' pointers and <c>block</c>.</summary>
    /// <exception cref="ArgumentException">The tensors' pixels differ.</exception>
    public static string Arguments(InstructionSet set, bool batch, params (string Pointer, TensorForm Form)[] tensors)
    {
        string addresses = string.Join(", ", tensors.Select(tensor => KernelText.BlockAddress(tensor.Pointer, tensor.Form.Blocked(set))));
        string images = batch ? ", images" + string.Concat(tensors.Select(tensor => $", {tensor.Form.For(set).ImageStride}")) : "";
        return $"{addresses}, {StrideArguments(set, [.. tensors.Select(tensor => tensor.Form)])}{images}";
    }

    /// <summary>The arguments for <see cref="StrideParameters"/>.</summary>
    /// <exception cref="ArgumentException">The tensors' pixels differ.</exception>
    public static string StrideArguments(InstructionSet set, params TensorForm[] forms)
    {
        Layout[] layouts = Array.ConvertAll(forms, form => form.Blocked(set));
        foreach (Layout other in layouts) RequireSamePixels(layouts[0].Form.Shape, other.Form.Shape);
        bool joinRows = layouts.All(layout => layout.Form.Halo is { Left: 0, Right: 0 });
        bool joinPlanes = layouts.All(layout => layout.PlaneStride == layout.Height * layout.RowStride);
        (int depth, int height, int width) = (layouts[0].Depth, layouts[0].Height, layouts[0].Width);
        int planes = joinPlanes ? 1 : depth, rows = joinRows ? 1 : joinPlanes ? depth * height : height;
        int run = set.Lanes * depth * height * width / (planes * rows);
        IEnumerable<string> strides = layouts.Select(layout => $"{(planes == 1 ? 0 : layout.PlaneStride)}, {(rows == 1 ? 0 : layout.RowStride)}");
        return $"{string.Join(", ", strides)}, {planes}, {rows}, {run}";
    }

    /// <summary>Writes the loops around what <paramref name="body"/> writes for one pixel.</summary>
    public void Emit(CodeWriter writer, InstructionSet set, Action<WalkedPixel> body) => EmitImages(writer, () => EmitRows(writer, () =>
    {
        writer.Line("nint i = 0;");
        EmitRun(writer, set, "run", body);
    }));

    /// <summary>
    /// Writes sums over the pixels: short runs in several accumulators that hide the latency of the addition, then the sum of runs by
    /// <see cref="LongSum"/>.
    /// </summary>
    /// <param name="writer">Where to.</param>
    /// <param name="set">The instruction set.</param>
    /// <param name="totals">The variables of the sums, which are declared.</param>
    /// <param name="body">Writes what adds one pixel to the accumulators, which are given in the order of the totals.</param>
    public void EmitSums(
        CodeWriter writer, InstructionSet set, IReadOnlyList<string> totals, Action<WalkedPixel, IReadOnlyList<string>> body)
    {
        int length = LongSum.RunLength * Unroll * set.Lanes;
        LongSum.Declare(writer, set, [.. totals]);
        EmitImages(writer, () => EmitRows(writer, () =>
        {
            using CodeWriter.Scope runs = writer.Block($"for (int start = 0; start < run; start += {length})");
            foreach (string total in totals) Declare(writer, set, [.. Enumerable.Range(0, Unroll).Select(i => total + i)]);
            writer.Line($"int end = Math.Min(start + {length}, run);");
            writer.Line("nint i = start;");
            EmitRun(writer, set, "end", pixel => body(pixel, [.. totals.Select(total => total + (pixel.Suffix == "" ? "0" : pixel.Suffix))]));
            foreach (string total in totals)
            {
                if (Unroll > 1) writer.Line($"{total}0 = {Tree(total, 0, Unroll)};");
                LongSum.Add(writer, set, total, total + "0");
            }
        }));
        foreach (string total in totals) writer.Line($"{set.Vector} {total} = {LongSum.Value(set, total)};");
    }

    private void EmitImages(CodeWriter writer, Action body)
    {
        if (!Batch)
        {
            body();
            return;
        }

        using CodeWriter.Scope loop = writer.Block("for (int image = 0; image < images; image++)");
        body();
    }

    private void EmitRows(CodeWriter writer, Action body)
    {
        string ImageStart(string pointer) => Batch ? $"{pointer} + ((nint)image * {pointer}Image)" : pointer;
        using CodeWriter.Scope planes = writer.Block("for (int plane = 0; plane < planes; plane++)");
        string starts = string.Join(", ", pointers.Select(pointer => $"{pointer}At = {ImageStart(pointer)} + ((nint)plane * {pointer}Plane)"));
        writer.Line($"float* {starts};");
        string steps = string.Join(", ", pointers.Select(pointer => $"{pointer}At += {pointer}Row"));
        using CodeWriter.Scope rows = writer.Block($"for (int row = rows; row > 0; row--, {steps})");
        body();
    }

    private void EmitRun(CodeWriter writer, InstructionSet set, string end, Action<WalkedPixel> body)
    {
        if (Unroll > 1)
        {
            using CodeWriter.Scope turns = writer.Block($"for (; i <= {end} - {Unroll * set.Lanes}; i += {Unroll * set.Lanes})");
            for (int pixel = 0; pixel < Unroll; pixel++)
            {
                body(new WalkedPixel(pixel == 0 ? "i" : $"i + {pixel * set.Lanes}", KernelText.Integer(pixel)));
            }
        }

        using CodeWriter.Scope rest = writer.Block($"for (; i < {end}; i += {set.Lanes})");
        body(new WalkedPixel("i", ""));
    }

    private static void Declare(CodeWriter writer, InstructionSet set, IEnumerable<string> sums) =>
        writer.Line($"{set.Vector} {string.Join(", ", sums.Select(sum => $"{sum} = {set.Zero}"))};");

    /// <summary>The sum of the accumulators from one to before another, by halves.</summary>
    private static string Tree(string total, int from, int to) => to - from == 1
        ? $"{total}{from}"
        : $"({Tree(total, from, (from + to + 1) / 2)} + {Tree(total, (from + to + 1) / 2, to)})";

    private static void RequireSamePixels(Shape a, Shape b)
    {
        if (a.Depth == b.Depth && a.Height == b.Height && a.Width == b.Width) return;
        throw new ArgumentException($"Expected tensors of the same pixels, got {a} and {b}.", nameof(a));
    }
}

/// <summary>One pixel in the emitted code.</summary>
/// <param name="Offset">From the row's pointer, in floats.</param>
/// <param name="Suffix">Makes the names of the pixel's variables unique among those that stand beside it.</param>
internal readonly record struct WalkedPixel(string Offset, string Suffix)
{
    /// <summary>The address in a tensor that is walked.</summary>
    public string In(string pointer) => $"{pointer}At + {Offset}";
}
