using System;
using System.Linq;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The runtime's WeightLayout, computed at compile time: weights lie as [tile of output blocks][input block][tap row]
/// [tap column][input channel in block][output block in tile][output channel in block].
/// </summary>
/// <param name="Lanes">Channels in a block of outputs.</param>
/// <param name="Tile">Blocks of outputs in a tile.</param>
/// <param name="InputLanes">Channels in a block of inputs: the lanes, or 1 for planar input.</param>
/// <param name="Outputs">Channels on the side of the vector's lanes.</param>
/// <param name="Inputs">Channels that are summed over.</param>
/// <param name="Groups">Groups of channels that see only each other.</param>
internal sealed record WeightPacking(int Lanes, int Tile, int InputLanes, int Outputs, int Inputs, int Groups)
{
    /// <summary>Rows of taps.</summary>
    public int TapRows { get; init; } = 1;

    /// <summary>Columns of taps.</summary>
    public int TapColumns { get; init; } = 1;

    /// <summary>How the plain tensor is strided.</summary>
    public PlainStrides Plain { get; init; }

    /// <summary>Blocks of outputs.</summary>
    public int OutputBlocks => (Outputs + Lanes - 1) / Lanes;

    /// <summary>Blocks of inputs.</summary>
    public int InputBlocks => (Inputs + InputLanes - 1) / InputLanes;

    /// <summary>Tiles of outputs; the last may have fewer blocks.</summary>
    public int Tiles => (OutputBlocks + Tile - 1) / Tile;

    /// <summary>
    /// Input blocks that a tile reads: all of them, or with groups as many as hold the groups of the tile that has most.
    /// </summary>
    public int InputBlocksPerTile => Groups == 1 ? InputBlocks : Enumerable.Range(0, Tiles).Max(GroupedInputBlocks);

    /// <summary>Packed input channels of a tile; with groups blocks are packed whole, with zeros for other groups.</summary>
    public int PackedInputs => Groups == 1 ? Inputs : InputBlocksPerTile * InputLanes;

    /// <summary>Packed floats of a whole tile.</summary>
    public int TileLength => Tile * Lanes * PackedInputs * TapRows * TapColumns;

    /// <summary>Packed floats in all.</summary>
    public long Length => (long)Tiles * TileLength;

    /// <summary>The first input block of a tile, as the runtime computes it, in C#.</summary>
    public string FirstInputBlock(string tile) =>
        $"Math.Min({tile} * {Tile * Lanes} / {Outputs / Groups} * {Inputs / Groups} / {InputLanes}, {InputBlocks - InputBlocksPerTile})";

    /// <summary>The runtime's WeightLayout in C#.</summary>
    public string Literal() => $$"""
        new global::NetGen.Runtime.WeightLayout
        {
            Lanes = {{Lanes}}, Tile = {{Tile}}, InputLanes = {{InputLanes}}, Outputs = {{Outputs}}, Inputs = {{Inputs}},
            OutputStride = {{Plain.Output}}, InputStride = {{Plain.Input}}, OutputsPerGroup = {{Outputs / Groups}}, InputsPerGroup = {{Inputs / Groups}},
            OutputsRestart = {{(Plain.OutputsRestart ? "true" : "false")}}, InputsRestart = {{(Plain.InputsRestart ? "true" : "false")}},
            InputBlocksPerTile = {{InputBlocksPerTile}}, PackedInputs = {{PackedInputs}},
            FirstTap = {{Plain.FirstTap}}, TapRows = {{TapRows}}, TapRowStride = {{Plain.TapRow}}, TapColumns = {{TapColumns}}, TapColumnStride = {{Plain.TapColumn}},
        }
        """;

    private int GroupedInputBlocks(int tile)
    {
        int perOutputs = Outputs / Groups, perInputs = Inputs / Groups;
        int firstGroup = tile * Tile * Lanes / perOutputs;
        int lastGroup = (Math.Min((tile + 1) * Tile * Lanes, Outputs) - 1) / perOutputs;
        int first = firstGroup * perInputs / InputLanes;
        int last = (((lastGroup + 1) * perInputs) - 1) / InputLanes;
        return last - first + 1;
    }
}

/// <summary>Strides of a plain O×I×kH×kW tensor, or of the part of its taps that is packed.</summary>
/// <param name="Output">From an output channel to the next.</param>
/// <param name="Input">From an input channel to the next.</param>
/// <param name="OutputsRestart">Whether output channels are counted anew in every group.</param>
/// <param name="InputsRestart">Whether input channels are counted anew in every group.</param>
/// <param name="FirstTap">The first tap.</param>
/// <param name="TapRow">From a row of taps to the next.</param>
/// <param name="TapColumn">From a column of taps to the next.</param>
internal readonly record struct PlainStrides(
    int Output, int Input, bool OutputsRestart, bool InputsRestart, int FirstTap, int TapRow, int TapColumn);
