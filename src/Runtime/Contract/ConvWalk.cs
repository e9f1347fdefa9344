using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>
/// How a register tile of a convolution walks over its input and where its outputs lie; strides are in floats. Tiles are
/// shared by all layers, which differ in these numbers.
/// </summary>
/// <param name="InputBlocks">Blocks of input channels.</param>
/// <param name="BlockStride">From a block of inputs to the next.</param>
/// <param name="Steps">Steps of the innermost loop: the channels of a block, or the taps of a row where the input is planar.</param>
/// <param name="LastSteps">The same for the last block.</param>
/// <param name="StepStride">From an input of the innermost loop to the next; lane by lane from an input's weights to the next input's.</param>
/// <param name="TapPlanes">Planes of taps.</param>
/// <param name="TapPlaneStride">From the input of a plane of taps to that of the next.</param>
/// <param name="TapRows">Rows of taps.</param>
/// <param name="TapRowStride">From the input of a row of taps to that of the next.</param>
/// <param name="TapColumns">Columns of taps; 1 where the innermost loop runs over them.</param>
/// <param name="TapColumnStride">From the input of a tap to that of the next.</param>
/// <param name="RowStride">From the input of a row of the tile to that of the next.</param>
/// <param name="OutputBlockStride">From a block of outputs to the next.</param>
/// <param name="OutputRowStride">From a row of the tile to the next.</param>
/// <param name="OutputColumnStride">From a pixel of the tile to its right neighbour.</param>
/// <param name="Epilogue">What is applied to the sums.</param>
/// <param name="ResidualBlockStride">From a block of the tensor that is added to the next, where one is.</param>
/// <param name="ResidualRowStride">From the row of that tensor that belongs to a row of the tile to the next.</param>
/// <param name="NextWeights">From the weights of the tile to those that it asks for, of the next tile of channels.</param>
/// <param name="NextStep">How much further it asks with each step.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public record struct ConvWalk(
    int InputBlocks, int BlockStride, int Steps, int LastSteps, int StepStride,
    int TapPlanes, int TapPlaneStride, int TapRows, int TapRowStride, int TapColumns, int TapColumnStride,
    int RowStride, int OutputBlockStride, int OutputRowStride, int OutputColumnStride, KernelEpilogue Epilogue,
    int ResidualBlockStride = 0, int ResidualRowStride = 0, int NextWeights = 0, int NextStep = 0);

/// <summary>How the parts of a convolution lie and how many register tiles they have; strides are in floats.</summary>
/// <param name="RowTiles">Tiles of rows.</param>
/// <param name="LargerRows">How many of them have a row more than the others.</param>
/// <param name="LargerColumns">Tiles of a row of tiles that have a column more than the others.</param>
/// <param name="SmallerColumns">The others.</param>
/// <param name="ColumnStride">From the input of a pixel to that of its right neighbour.</param>
/// <param name="WeightStride">From the weights of a tile of channels to those of the next.</param>
/// <param name="WholeTiles">Tiles of channels but for a smaller last one.</param>
/// <param name="NextStride">How much further a tile of rows begins to ask for the next weights than the one before.</param>
/// <param name="Planes">Planes of the output.</param>
/// <param name="PlaneStride">From the input of an output plane to that of the next.</param>
/// <param name="OutputPlaneStride">From an output plane to the next.</param>
/// <param name="ResidualPlaneStride">From a plane of the tensor that is added to the next, where one is.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct ConvPart(
    int RowTiles, int LargerRows, int LargerColumns, int SmallerColumns, int ColumnStride, int WeightStride, int WholeTiles, int NextStride,
    int Planes = 1, int PlaneStride = 0, int OutputPlaneStride = 0, int ResidualPlaneStride = 0);

/// <summary>How a register tile of a convolution's weight gradient walks over the pixels of an image; strides are in floats.</summary>
/// <param name="Planes">Planes of the output.</param>
/// <param name="PlaneStride">From the input of an output plane to that of the next.</param>
/// <param name="GradientPlaneStride">From a plane of the output's gradient to the next.</param>
/// <param name="Rows">Rows of the output.</param>
/// <param name="RowStride">From the input of an output row to that of the next.</param>
/// <param name="GradientRowStride">From a row of the output's gradient to the next.</param>
/// <param name="Columns">Columns of the output.</param>
/// <param name="ColumnStride">From the input of an output pixel to that of its right neighbour.</param>
/// <param name="GradientBlockStride">From a block of the output's gradient to the next.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct ConvGradientWalk(
    int Planes, int PlaneStride, int GradientPlaneStride, int Rows, int RowStride, int GradientRowStride,
    int Columns, int ColumnStride, int GradientBlockStride);
