using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>
/// How a weight tensor O×I×kD×kH×kW, or a part of its taps, lies packed for a kernel: [tile of output blocks][input block]
/// [tap plane][tap row][tap column][input channel in block][output block in tile][output channel in block]. "Output" is the side
/// that lies in the vector's lanes: O in the forward pass, I when a gradient flows back to the input. The generator computes
/// these numbers, which stand as constants in the generated code.
/// </summary>
/// <param name="Lanes">Channels in a block of outputs.</param>
/// <param name="Tile">Blocks of outputs in a tile.</param>
/// <param name="InputLanes">Channels in a block of inputs: the lanes, or 1 for planar input.</param>
/// <param name="Outputs">Output channels.</param>
/// <param name="Inputs">Input channels.</param>
/// <param name="OutputsPerGroup">Output channels in a group of the convolution.</param>
/// <param name="InputsPerGroup">Input channels in a group of the convolution.</param>
/// <param name="InputBlocksPerTile">Input blocks that a tile of outputs reads.</param>
/// <param name="PackedInputs">Packed input channels of a tile, padding included.</param>
/// <param name="OutputStride">From an output channel to the next, in the plain tensor.</param>
/// <param name="InputStride">From an input channel to the next, in the plain tensor.</param>
/// <param name="OutputsRestart">Whether the plain tensor counts output channels anew in every group.</param>
/// <param name="InputsRestart">Whether the plain tensor counts input channels anew in every group.</param>
/// <param name="FirstTap">Where the first tap stands among a channel pair's taps in the plain tensor.</param>
/// <param name="TapPlanes">Planes of taps.</param>
/// <param name="TapPlaneStride">From a plane of taps to the next, in the plain tensor.</param>
/// <param name="TapRows">Rows of taps.</param>
/// <param name="TapRowStride">From a row of taps to the next, in the plain tensor.</param>
/// <param name="TapColumns">Columns of taps.</param>
/// <param name="TapColumnStride">From a column of taps to the next, in the plain tensor.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct WeightLayout(
    int Lanes, int Tile, int InputLanes, int Outputs, int Inputs, int OutputsPerGroup, int InputsPerGroup, int InputBlocksPerTile, int PackedInputs,
    int OutputStride, int InputStride, bool OutputsRestart, bool InputsRestart,
    int FirstTap, int TapPlanes, int TapPlaneStride, int TapRows, int TapRowStride, int TapColumns, int TapColumnStride)
{
    /// <summary>
    /// Whether groups share blocks and inputs meet their weights in the lanes in which they lie, one output of their group in each round:
    /// packed input number n holds, in an input's lane, the weight to the output n + 1 places further on in the group, counted round.
    /// </summary>
    public bool InRounds { get; init; }

    /// <summary>How weights are stored.</summary>
    public WeightStorage Storage { get; init; }

    /// <summary>The packing for kernels without groups, before strides are known.</summary>
    /// <param name="lanes">Channels in a block of outputs.</param>
    /// <param name="tile">Blocks of outputs in a tile.</param>
    /// <param name="inputLanes">Channels in a block of inputs: the lanes, or 1 for planar input.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="planes">Planes of taps.</param>
    /// <param name="rows">Rows of taps.</param>
    /// <param name="columns">Columns of taps.</param>
    public static WeightLayout Of(int lanes, int tile, int inputLanes, int outputs, int inputs, int planes, int rows, int columns) => new(
        lanes, tile, inputLanes, outputs, inputs, outputs, inputs, (inputs + inputLanes - 1) / inputLanes, inputs,
        0, 0, false, false, 0, planes, 0, rows, 0, columns, 0);

    /// <summary>The same packing of a plain tensor of other strides.</summary>
    public WeightLayout Strided(
        int output, int input, bool outputsRestart, bool inputsRestart, int firstTap, int plane, int row, int column) => this with
        {
            OutputStride = output,
            InputStride = input,
            OutputsRestart = outputsRestart,
            InputsRestart = inputsRestart,
            FirstTap = firstTap,
            TapPlaneStride = plane,
            TapRowStride = row,
            TapColumnStride = column,
        };

    /// <summary>The same packing, stored in another way.</summary>
    public WeightLayout Stored(WeightStorage storage) => this with { Storage = storage };

    /// <summary>Taps that are packed.</summary>
    public int Taps => TapPlanes * TapRows * TapColumns;

    /// <summary>Packed inputs, with their taps, of whole blocks: a fully connected layer's features that lie side by side.</summary>
    internal int ContiguousInputs => Taps == 1 ? Inputs : Inputs / InputLanes * InputLanes * Taps;

    /// <summary>Whether all inputs and taps of an output lie side by side in the plain tensor, in the order in which they are packed, and all are packed.</summary>
    internal bool HasRows => OutputsPerGroup == Outputs && InputsPerGroup == Inputs && FirstTap == 0 && InputStride == Taps
        && (TapColumns == 1 || TapColumnStride == 1) && (TapRows == 1 || TapRowStride == TapColumns)
        && (TapPlanes == 1 || TapPlaneStride == TapRows * TapColumns);

    /// <summary>Blocks of outputs.</summary>
    public int OutputBlocks => (Outputs + Lanes - 1) / Lanes;

    /// <summary>Blocks of inputs.</summary>
    public int InputBlocks => (Inputs + InputLanes - 1) / InputLanes;

    /// <summary>Tiles of outputs; the last may have fewer blocks.</summary>
    public int Tiles => (OutputBlocks + Tile - 1) / Tile;

    /// <summary>The first input block that a tile reads: where the group of its first output begins.</summary>
    public int FirstInputBlock(int tile) => Math.Min(
        tile * Tile * Lanes / OutputsPerGroup * InputsPerGroup / InputLanes, InputBlocks - InputBlocksPerTile);

    /// <summary>Where a weight stands in the plain tensor, without its tap.</summary>
    public nint Index(int output, int input) =>
        ((nint)(OutputsRestart ? output % OutputsPerGroup : output) * OutputStride)
        + ((nint)(InputsRestart ? input % InputsPerGroup : input) * InputStride);

    /// <summary>Whether both channels exist and belong to one group.</summary>
    public bool Connects(int output, int input) =>
        output < Outputs && input < Inputs && output / OutputsPerGroup == input / InputsPerGroup;

    /// <summary>Where a tap, of all that are packed in their order, stands among a channel pair's taps in the plain tensor.</summary>
    public nint Tap(int tap)
    {
        int column = tap % TapColumns, row = tap / TapColumns % TapRows, plane = tap / (TapColumns * TapRows);
        return FirstTap + ((nint)plane * TapPlaneStride) + ((nint)row * TapRowStride) + ((nint)column * TapColumnStride);
    }

    /// <summary>
    /// How many outputs of a block are connected to an input channel and lie at one stride, beginning with the block's first;
    /// −1 where groups make that a question for each of them.
    /// </summary>
    public int ConnectedOutputs(int output, int input) => OutputsPerGroup == Outputs && InputsPerGroup == Inputs
        ? Math.Min(Lanes, Outputs - output)
        : -1;
}
