using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>
/// How the parts of a 1×1 convolution by Strassen's algorithm walk over its tensors; strides are in floats. The bodies are shared by all
/// layers, which differ in these numbers.
/// </summary>
/// <param name="Pixels">Pixels of the output.</param>
/// <param name="Width">Columns of the output.</param>
/// <param name="Strips">Strips of pairs of pixels.</param>
/// <param name="ChunkStrips">Strips that a part sums together.</param>
/// <param name="Splits">Parts that share a chunk, each with its own outputs.</param>
/// <param name="InputRowStride">From the input of a row of outputs to that of the next.</param>
/// <param name="InputColumnStride">From the input of an output to that of its right neighbour.</param>
/// <param name="HalfBlocks">Blocks of half of the input channels.</param>
/// <param name="BlockStride">From a block of the input to the next.</param>
/// <param name="PanelLength">Sums that a product of a strip reads.</param>
/// <param name="Groups">Register tiles of blocks of half of the output channels.</param>
/// <param name="GroupsPerSplit">Register tiles of a part.</param>
/// <param name="GroupLength">Packed weights of one product of a register tile.</param>
/// <param name="NextRun">How much further a strip begins to ask for the weights that follow than the one before.</param>
/// <param name="NextStep">How much further it asks with each step; 0 where weights stay in a cache.</param>
/// <param name="OutputRowStride">From a row of the output to the next.</param>
/// <param name="OutputBlockStride">From a block of the output to the next.</param>
/// <param name="OutputHalf">Blocks of half of the output channels.</param>
/// <param name="ResidualRowStride">From a row of the residual to the next.</param>
/// <param name="ResidualBlockStride">From a block of the residual to the next.</param>
/// <param name="Epilogue">What is applied to the sums.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct StrassenWalk(
    int Pixels, int Width, int Strips, int ChunkStrips, int Splits,
    int InputRowStride, int InputColumnStride, int HalfBlocks, int BlockStride, int PanelLength,
    int Groups, int GroupsPerSplit, int GroupLength, int NextRun, int NextStep,
    int OutputRowStride, int OutputBlockStride, int OutputHalf, int ResidualRowStride, int ResidualBlockStride,
    KernelEpilogue Epilogue)
{
    /// <summary>Pairs of pixels: each pixel of the first half, and the one so many further on if there is one.</summary>
    public int Pairs => (Pixels + 1) / 2;

    /// <summary>
    /// Writes where the pixels of some pairs lie: for each pair both in the input, both in the output, and both in the residual. What
    /// does not exist gets some number.
    /// </summary>
    /// <param name="places">Six numbers for each pair.</param>
    /// <param name="first">The first pair.</param>
    /// <param name="count">How many.</param>
    /// <param name="lanes">From a pixel of the output to its right neighbour.</param>
    public unsafe void Place(int* places, int first, int count, int lanes)
    {
        Place(places, first, count, lanes, second: 0);
        Place(places, first + Pairs, count, lanes, second: 1);
    }

    private unsafe void Place(int* places, int pixel, int count, int lanes, int second)
    {
        (int row, int column) = Math.DivRem(pixel, Width);
        for (int i = 0; i < count; i++, places += 6)
        {
            places[second] = (row * InputRowStride) + (column * InputColumnStride);
            places[2 + second] = (row * OutputRowStride) + (column * lanes);
            places[4 + second] = (row * ResidualRowStride) + (column * lanes);
            if (++column == Width) (row, column) = (row + 1, 0);
        }
    }
}
