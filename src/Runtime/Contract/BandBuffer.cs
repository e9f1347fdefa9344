using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace NetGen.Runtime;

/// <summary>Some rows of an image between two convolutions that are made band by band, in blocks of channels, with zeros left and right.</summary>
/// <param name="Blocks">Blocks of channels.</param>
/// <param name="BlockStride">From a block to the next, in floats.</param>
/// <param name="RowStride">From a row to the next, zeros included.</param>
/// <param name="Left">Floats of zeros before a row.</param>
/// <param name="Inner">Floats of a row.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe record struct BandBuffer(int Blocks, int BlockStride, int RowStride, int Left, int Inner)
{
    /// <summary>Writes the zeros left and right of all rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ClearSides(float* buffer)
    {
        int right = Left + Inner;
        for (float* row = buffer, end = buffer + ((nint)Blocks * BlockStride); row < end; row += RowStride)
        {
            new Span<float>(row, Left).Clear();
            new Span<float>(row + right, RowStride - right).Clear();
        }
    }

    /// <summary>Writes zeros in place of a row outside the image.</summary>
    /// <param name="row">The row in the first block.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ClearRow(float* row)
    {
        for (int block = 0; block < Blocks; block++, row += BlockStride) new Span<float>(row, RowStride).Clear();
    }

    /// <summary>Moves the last rows, which the next band reads too, to the front.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="rows">How far.</param>
    /// <param name="kept">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Keep(float* buffer, int rows, int kept)
    {
        for (int block = 0; block < Blocks; block++, buffer += BlockStride)
            new Span<float>(buffer + ((nint)rows * RowStride), kept * RowStride).CopyTo(new Span<float>(buffer, kept * RowStride));
    }
}
