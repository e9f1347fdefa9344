using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>Addresses of a tensor in memory, in floats, as the generator lays it out.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct TensorLayout
{
    /// <summary>Channels.</summary>
    public required int Channels { get; init; }

    /// <summary>Rows of a channel.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of a channel.</summary>
    public required int Width { get; init; }

    /// <summary>Channels in a block; 1 for a planar tensor.</summary>
    public required int Lanes { get; init; }

    /// <summary>Where pixel (0, 0) lies, behind the halo.</summary>
    public required int Origin { get; init; }

    /// <summary>From a row to the next, halo included.</summary>
    public required int RowStride { get; init; }

    /// <summary>From a block of channels to the next, halo included.</summary>
    public required int BlockStride { get; init; }
}

/// <summary>Moves whole tensors between the user's planar C×H×W and the layouts that the kernels work on.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Tensors
{
    /// <summary>Copies a planar image into a layout; lanes that pad the last block become zero, the halo stays.</summary>
    public static void FromPlanar(in TensorLayout layout, float* planar, float* tensor)
    {
        for (int channel = 0; channel < layout.Channels; channel++)
        {
            float* target = tensor + ChannelOrigin(layout, channel);
            for (int row = 0; row < layout.Height; row++, planar += layout.Width, target += layout.RowStride)
            {
                Spread(planar, target, layout.Width, layout.Lanes);
            }
        }

        ClearPadding(layout, tensor);
    }

    /// <summary>Copies a tensor out of its layout into a planar image.</summary>
    public static void ToPlanar(in TensorLayout layout, float* tensor, float* planar)
    {
        for (int channel = 0; channel < layout.Channels; channel++)
        {
            float* source = tensor + ChannelOrigin(layout, channel);
            for (int row = 0; row < layout.Height; row++, planar += layout.Width, source += layout.RowStride)
            {
                for (int column = 0; column < layout.Width; column++) planar[column] = source[(nint)column * layout.Lanes];
            }
        }
    }

    /// <summary>
    /// Writes zeros around every channel's image, which is needed where the memory has held another tensor before.
    /// </summary>
    public static void ClearHalo(in TensorLayout layout, float* tensor)
    {
        int blocks = (layout.Channels + layout.Lanes - 1) / layout.Lanes;
        int inner = layout.Width * layout.Lanes;
        for (int block = 0; block < blocks; block++, tensor += layout.BlockStride)
        {
            new Span<float>(tensor, layout.Origin).Clear();
            float* row = tensor + layout.Origin + inner;
            for (int i = 1; i < layout.Height; i++, row += layout.RowStride) new Span<float>(row, layout.RowStride - inner).Clear();
            new Span<float>(row, (int)(tensor + layout.BlockStride - row)).Clear();
        }
    }

    /// <summary>Copies a tensor of blocks into another form of the same blocks; only the halos differ.</summary>
    public static void Copy(in TensorLayout from, float* source, in TensorLayout to, float* target)
    {
        int blocks = (from.Channels + from.Lanes - 1) / from.Lanes;
        int length = from.Width * from.Lanes;
        for (int block = 0; block < blocks; block++)
        {
            float* sourceRow = source + from.Origin + ((nint)block * from.BlockStride);
            float* targetRow = target + to.Origin + ((nint)block * to.BlockStride);
            for (int row = 0; row < from.Height; row++, sourceRow += from.RowStride, targetRow += to.RowStride)
            {
                new ReadOnlySpan<float>(sourceRow, length).CopyTo(new Span<float>(targetRow, length));
            }
        }
    }

    private static nint ChannelOrigin(in TensorLayout layout, int channel) =>
        layout.Origin + ((nint)(channel / layout.Lanes) * layout.BlockStride) + (channel % layout.Lanes);

    private static void Spread(float* source, float* target, int count, int stride)
    {
        if (stride == 1)
        {
            new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(target, count));
            return;
        }

        for (int i = 0; i < count; i++) target[(nint)i * stride] = source[i];
    }

    private static void ClearPadding(in TensorLayout layout, float* tensor)
    {
        for (int lane = layout.Channels % layout.Lanes; lane > 0 && lane < layout.Lanes; lane++)
        {
            float* target = tensor + ChannelOrigin(layout, layout.Channels - 1) + (lane - ((layout.Channels - 1) % layout.Lanes));
            for (int row = 0; row < layout.Height; row++, target += layout.RowStride)
            {
                for (int column = 0; column < layout.Width; column++) target[(nint)column * layout.Lanes] = 0;
            }
        }
    }
}
