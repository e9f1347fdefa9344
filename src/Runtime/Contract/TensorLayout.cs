using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>Addresses of a tensor in memory, in floats, as the generator lays it out.</summary>
/// <param name="Channels">Channels.</param>
/// <param name="Depth">Planes of a channel; 1 for all but volumes.</param>
/// <param name="Height">Rows of a plane.</param>
/// <param name="Width">Columns of a plane.</param>
/// <param name="Lanes">Channels in a block; 1 for a planar tensor.</param>
/// <param name="Origin">Where pixel (0, 0) of the first plane lies, behind the halo.</param>
/// <param name="PlaneStride">From a plane to the next, halo included.</param>
/// <param name="RowStride">From a row to the next, halo included.</param>
/// <param name="BlockStride">From a block of channels to the next, halo included.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct TensorLayout(
    int Channels, int Depth, int Height, int Width, int Lanes, int Origin, int PlaneStride, int RowStride, int BlockStride)
{
    /// <summary>The addresses of a tensor with a halo around each plane and planes before and behind.</summary>
    public static TensorLayout Of(
        int lanes, int channels, int depth, int height, int width, int top, int left, int bottom, int right, int front, int back)
    {
        int rowStride = (left + width + right) * lanes;
        int planeStride = (top + height + bottom) * rowStride;
        return new TensorLayout(
            channels, depth, height, width, lanes, (front * planeStride) + (top * rowStride) + (left * lanes),
            planeStride, rowStride, (front + depth + back) * planeStride);
    }

    /// <summary>Blocks of channels.</summary>
    internal int Blocks => (Channels + Lanes - 1) / Lanes;

    /// <summary>Rows of all planes.</summary>
    internal int Rows => Depth * Height;

    /// <summary>Stretches of halo in all blocks: before, between and behind their rows; 0 for the default value.</summary>
    internal int Gaps => Lanes == 0 ? 0 : Blocks * (Rows + 1);

    /// <summary>Where a channel's row begins, the rows of all planes in one count.</summary>
    internal nint RowAt(int channel, int row) =>
        Origin + ((nint)(channel / Lanes) * BlockStride) + (channel % Lanes)
        + ((nint)(row / Height) * PlaneStride) + ((nint)(row % Height) * RowStride);
}
