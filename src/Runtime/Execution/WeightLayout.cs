using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>
/// How a weight tensor O×I×kH×kW, or a part of its taps, lies packed for a kernel: [tile of output blocks][input block]
/// [tap row][tap column][input channel in block][output block in tile][output channel in block]. "Output" is the side
/// that lies in the vector's lanes: O in the forward pass, I when a gradient flows back to the input. The generator computes
/// these numbers; they are plain fields so that they stand as constants in the generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct WeightLayout
{
    /// <summary>Channels in a block of outputs.</summary>
    public required int Lanes { get; init; }

    /// <summary>Blocks of outputs in a tile.</summary>
    public required int Tile { get; init; }

    /// <summary>Channels in a block of inputs: the lanes, or 1 for planar input.</summary>
    public required int InputLanes { get; init; }

    /// <summary>Output channels.</summary>
    public required int Outputs { get; init; }

    /// <summary>Input channels.</summary>
    public required int Inputs { get; init; }

    /// <summary>From an output channel to the next, in the plain tensor.</summary>
    public required int OutputStride { get; init; }

    /// <summary>From an input channel to the next, in the plain tensor.</summary>
    public required int InputStride { get; init; }

    /// <summary>Output channels in a group of the convolution.</summary>
    public required int OutputsPerGroup { get; init; }

    /// <summary>Input channels in a group of the convolution.</summary>
    public required int InputsPerGroup { get; init; }

    /// <summary>Whether the plain tensor counts output channels anew in every group.</summary>
    public bool OutputsRestart { get; init; }

    /// <summary>Whether the plain tensor counts input channels anew in every group.</summary>
    public bool InputsRestart { get; init; }

    /// <summary>Input blocks that a tile of outputs reads.</summary>
    public required int InputBlocksPerTile { get; init; }

    /// <summary>Packed input channels of a tile, padding included.</summary>
    public required int PackedInputs { get; init; }

    /// <summary>Where the first tap stands in an O×I plane of the plain tensor.</summary>
    public int FirstTap { get; init; }

    /// <summary>Rows of taps.</summary>
    public required int TapRows { get; init; }

    /// <summary>From a row of taps to the next, in the plain tensor.</summary>
    public int TapRowStride { get; init; }

    /// <summary>Columns of taps.</summary>
    public required int TapColumns { get; init; }

    /// <summary>From a column of taps to the next, in the plain tensor.</summary>
    public int TapColumnStride { get; init; }

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

    /// <summary>Where a tap stands in an O×I plane of the plain tensor.</summary>
    public nint Tap(int row, int column) => FirstTap + ((nint)row * TapRowStride) + ((nint)column * TapColumnStride);

    /// <summary>
    /// How many outputs of a block are connected to an input channel and lie at one stride, beginning with the block's first;
    /// −1 where groups make that a question for each of them.
    /// </summary>
    public int ConnectedOutputs(int output, int input) => OutputsPerGroup == Outputs && InputsPerGroup == Inputs
        ? Math.Min(Lanes, Outputs - output)
        : -1;
}
