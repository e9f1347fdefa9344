using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>
/// How the parts of a Winograd convolution walk over its tensors; strides are in floats. The bodies are shared by all layers, which
/// differ in these numbers.
/// </summary>
/// <param name="Tiles">Tiles of the output.</param>
/// <param name="TilesAcross">Tiles in a row of tiles.</param>
/// <param name="ChunkTiles">Tiles that a part transforms together.</param>
/// <param name="Splits">Parts that share a chunk, each with its own outputs.</param>
/// <param name="TileRowStride">From the input of a row of tiles to that of the next.</param>
/// <param name="TileColumnStride">From a tile's input to that of its right neighbour.</param>
/// <param name="RowStride">From a row of the input to the next.</param>
/// <param name="InputBlocks">Blocks of input channels.</param>
/// <param name="BlockStride">From a block of the input to the next.</param>
/// <param name="BlockTiles">From a block to the next in transformed inputs and in products: a chunk of tiles.</param>
/// <param name="InputStride">From the transformed inputs of a product to those of the next.</param>
/// <param name="ProductStride">From a product to the next.</param>
/// <param name="LastChannels">Input channels in the last block.</param>
/// <param name="Groups">Register tiles of output blocks in all.</param>
/// <param name="GroupsPerSplit">Register tiles of output blocks of a part.</param>
/// <param name="GroupsPerPass">Register tiles of output blocks whose products are kept at once.</param>
/// <param name="GroupLength">Packed weights of one product of a register tile of output blocks.</param>
/// <param name="OutputBlocks">Blocks of output channels.</param>
/// <param name="OutputBlockStride">From a block of the output to the next.</param>
/// <param name="OutputRowStride">From a row of the output to the next.</param>
/// <param name="ResidualBlockStride">From a block of the residual to the next.</param>
/// <param name="ResidualRowStride">From a row of the residual to the next.</param>
/// <param name="Rows">Rows of the output.</param>
/// <param name="Columns">Columns of the output.</param>
/// <param name="NextRun">How much further a register tile begins to ask for the weights that follow than the one before.</param>
/// <param name="NextStep">How much further it asks with each step; 0 where weights stay in a cache.</param>
/// <param name="Epilogue">What is applied to the sums.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct WinogradWalk(
    int Tiles, int TilesAcross, int ChunkTiles, int Splits, int TileRowStride, int TileColumnStride, int RowStride,
    int InputBlocks, int BlockStride, int BlockTiles, int InputStride, int ProductStride, int LastChannels,
    int Groups, int GroupsPerSplit, int GroupsPerPass, int GroupLength, int OutputBlocks,
    int OutputBlockStride, int OutputRowStride, int ResidualBlockStride, int ResidualRowStride, int Rows, int Columns,
    int NextRun, int NextStep, KernelEpilogue Epilogue);
