using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace NetGen.Runtime;

/// <summary>Moves whole tensors between the user's planar C×H×W (or C×D×H×W) and the layouts that the kernels work on.</summary>
/// <remarks>
/// All is optimised at once, as generated kernels are: before the JIT came back to such loops by itself, they took a fifth of a
/// network's time.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe partial class Tensors
{
    /// <summary>Copies a planar image into a layout; lanes that pad the last block become zero, the halo stays.</summary>
    public static void FromPlanar(in TensorLayout layout, float* planar, float* tensor) => FromPlanar(layout, planar, tensor, 0, layout.Rows);

    /// <summary>Copies some rows of all channels of a planar image into a layout.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void FromPlanar(in TensorLayout layout, float* planar, float* tensor, int begin, int end)
    {
        for (int channel = 0; channel < layout.Channels; channel++)
        {
            float* source = planar + ((((nint)channel * layout.Rows) + begin) * layout.Width);
            for (int row = begin; row < end; row++, source += layout.Width)
            {
                Spread(source, tensor + layout.RowAt(channel, row), layout.Width, layout.Lanes);
            }
        }

        ClearPadding(layout, tensor, begin, end);
    }

    /// <summary>Copies a tensor out of its layout into a planar image.</summary>
    public static void ToPlanar(in TensorLayout layout, float* tensor, float* planar) => ToPlanar(layout, tensor, planar, 0, layout.Channels);

    /// <summary>Copies some channels of a tensor out of its layout into a planar image.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ToPlanar(in TensorLayout layout, float* tensor, float* planar, int begin, int end)
    {
        float* target = planar + ((nint)begin * layout.Rows * layout.Width);

        // Blocks of one pixel follow each other as planar channels do: a vector needs no arithmetic for each of its elements.
        if (layout.BlockStride == layout.Lanes)
        {
            new ReadOnlySpan<float>(tensor + begin, end - begin).CopyTo(new Span<float>(target, end - begin));
            return;
        }

        for (int channel = begin; channel < end; channel++)
        {
            for (int row = 0; row < layout.Rows; row++, target += layout.Width)
            {
                float* source = tensor + layout.RowAt(channel, row);
                for (int column = 0; column < layout.Width; column++) target[column] = source[(nint)column * layout.Lanes];
            }
        }
    }

    /// <summary>
    /// Writes zeros around every channel's image, which is needed where the memory has held another tensor before.
    /// </summary>
    public static void ClearHalo(in TensorLayout layout, float* tensor) => ClearHalo(layout, tensor, 0, layout.Gaps);

    /// <summary>Writes zeros into some of the gaps before, between and behind the rows of channels' blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ClearHalo(in TensorLayout layout, float* tensor, int begin, int end)
    {
        int inner = layout.Width * layout.Lanes;
        (int block, int gap) = Math.DivRem(begin, layout.Rows + 1);
        for (int left = end - begin; left > 0; block++, gap = 0)
        {
            float* start = tensor + ((nint)block * layout.BlockStride), stop = start + layout.BlockStride;
            (int plane, int row) = Math.DivRem(gap, layout.Height);
            float* image = start + layout.Origin + ((nint)plane * layout.PlaneStride) + ((nint)row * layout.RowStride);
            if (gap > 0) start = (row > 0 ? image - layout.RowStride : image - layout.PlaneStride + ((nint)(layout.Height - 1) * layout.RowStride)) + inner;
            for (; gap < layout.Rows && left > 0; gap++, left--)
            {
                new Span<float>(start, (int)(image - start)).Clear();
                start = image + inner;
                image += layout.RowStride;
                if (++row < layout.Height) continue;
                image += layout.PlaneStride - ((nint)layout.Height * layout.RowStride);
                row = 0;
            }

            if (left-- > 0) new Span<float>(start, (int)(stop - start)).Clear();
        }
    }

    /// <summary>Copies a tensor of blocks into another form of the same blocks; only the halos differ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(in TensorLayout from, float* source, in TensorLayout to, float* target)
    {
        int length = from.Width * from.Lanes;
        for (int block = 0; block < from.Blocks; block++)
        {
            for (int row = 0; row < from.Rows; row++)
            {
                new ReadOnlySpan<float>(source + from.RowAt(block * from.Lanes, row), length)
                    .CopyTo(new Span<float>(target + to.RowAt(block * to.Lanes, row), length));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread(float* source, float* target, int count, int stride)
    {
        if (stride == 1)
        {
            new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(target, count));
            return;
        }

        for (int i = 0; i < count; i++) target[(nint)i * stride] = source[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ClearPadding(in TensorLayout layout, float* tensor, int begin, int end)
    {
        for (int channel = layout.Channels; channel < layout.Blocks * layout.Lanes; channel++)
        {
            for (int row = begin; row < end; row++)
            {
                float* target = tensor + layout.RowAt(channel, row);
                for (int column = 0; column < layout.Width; column++) target[(nint)column * layout.Lanes] = 0;
            }
        }
    }
}
