using System;
using System.Linq;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The runtime's WeightLayout, computed at compile time: weights lie as [tile of output blocks][input block]
/// [tap plane][tap row][tap column][input channel in block][output block in tile][output channel in block].
/// </summary>
/// <param name="Lanes">Channels in a block of outputs.</param>
/// <param name="Tile">Blocks of outputs in a tile.</param>
/// <param name="InputLanes">Channels in a block of inputs: the lanes, or 1 for planar input.</param>
/// <param name="Outputs">Channels on the side of the vector's lanes.</param>
/// <param name="Inputs">Channels that are summed over.</param>
/// <param name="Groups">Groups of channels that see only each other.</param>
internal sealed record WeightPacking(int Lanes, int Tile, int InputLanes, int Outputs, int Inputs, int Groups)
{
    /// <summary>Planes of taps.</summary>
    public int TapPlanes { get; init; } = 1;

    /// <summary>Rows of taps.</summary>
    public int TapRows { get; init; } = 1;

    /// <summary>Columns of taps.</summary>
    public int TapColumns { get; init; } = 1;

    /// <summary>Whether lanes are those of the inputs, whose outputs go round in their groups: see the runtime's WeightLayout.</summary>
    public bool InRounds { get; init; }

    /// <summary>How they are stored.</summary>
    public WeightStorage Storage { get; init; }

    /// <summary>Taps in all.</summary>
    public int Taps => TapPlanes * TapRows * TapColumns;

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
    public int InputBlocksPerTile => InRounds ? Inputs / Groups : Groups == 1 ? InputBlocks : Enumerable.Range(0, Tiles).Max(GroupedInputBlocks);

    /// <summary>Packed input channels of a tile; with groups blocks are packed whole, with zeros for other groups.</summary>
    public int PackedInputs => Groups == 1 ? Inputs : InputBlocksPerTile * InputLanes;

    /// <summary>Packed floats of a whole tile.</summary>
    public int TileLength => Tile * Lanes * PackedInputs * Taps;

    /// <summary>Packed floats in all.</summary>
    public long Length => (long)Tiles * TileLength;

    /// <summary>The first input block of a tile, as the runtime computes it, in C#.</summary>
    public string FirstInputBlock(string tile) =>
        $"Math.Min({tile} * {Tile * Lanes} / {Outputs / Groups} * {Inputs / Groups} / {InputLanes}, {InputBlocks - InputBlocksPerTile})";

    /// <summary>The runtime's WeightLayout in C#; without groups it takes few numbers and gets the strides of the plain tensor later.</summary>
    public string Literal()
    {
        if (Groups == 1 && Plain == default && !InRounds)
            return $"WeightLayout.Of({MethodText.Arguments(Lanes, Tile, InputLanes, Outputs, Inputs, TapPlanes, TapRows, TapColumns)}){Stored}";
        string[] numbers =
        [
            .. new[] { Lanes, Tile, InputLanes, Outputs, Inputs, Outputs / Groups, Inputs / Groups, InputBlocksPerTile, PackedInputs }.Select(KernelText.Integer),
            .. new[] { Plain.Output, Plain.Input }.Select(KernelText.Integer),
            Plain.OutputsRestart ? "true" : "false", Plain.InputsRestart ? "true" : "false",
            .. new[] { Plain.FirstTap, TapPlanes, Plain.TapPlane, TapRows, Plain.TapRow, TapColumns, Plain.TapColumn }.Select(KernelText.Integer),
        ];
        return $"new WeightLayout({string.Join(", ", numbers)}){(InRounds ? " { InRounds = true }" : "")}";
    }

    /// <summary>A call that says how weights are stored where they are not as they are.</summary>
    private string Stored => Storage == WeightStorage.Plain ? "" : $".Stored(WeightStorage.{Storage})";

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

/// <summary>Strides of a plain O×I×kD×kH×kW tensor, or of the part of its taps that is packed.</summary>
/// <param name="Output">From an output channel to the next.</param>
/// <param name="Input">From an input channel to the next.</param>
/// <param name="OutputsRestart">Whether output channels are counted anew in every group.</param>
/// <param name="InputsRestart">Whether input channels are counted anew in every group.</param>
/// <param name="FirstTap">The first tap.</param>
/// <param name="TapRow">From a row of taps to the next.</param>
/// <param name="TapColumn">From a column of taps to the next.</param>
/// <param name="TapPlane">From a plane of taps to the next; nobody asks where there is one.</param>
internal readonly record struct PlainStrides(
    int Output, int Input, bool OutputsRestart, bool InputsRestart, int FirstTap, int TapRow, int TapColumn, int TapPlane = 0)
{
    /// <summary>The weights O×(I/groups)×kD×kH×kW of a convolution as its forward pass and its weight gradient read them.</summary>
    public static PlainStrides Forward(Size kernel, int inputs, int groups)
    {
        int plane = kernel.Height * kernel.Width, taps = kernel.Depth * plane;
        return new(inputs / groups * taps, taps, OutputsRestart: false, InputsRestart: groups > 1, 0, kernel.Width, 1, plane);
    }

    /// <summary>The weights outputs×(channels·pixels) of a fully connected layer, whose input's pixels take the place of taps.</summary>
    public static PlainStrides Forward(Shape input) =>
        Forward(new Size(input.Height, input.Width, input.Depth), input.Channels, groups: 1);

    /// <summary>As a call of the runtime's WeightLayout.Strided.</summary>
    public string Literal()
    {
        string restarts = $"{(OutputsRestart ? "true" : "false")}, {(InputsRestart ? "true" : "false")}";
        return $".Strided({MethodText.Arguments(Output, Input)}, {restarts}, {MethodText.Arguments(FirstTap, TapPlane, TapRow, TapColumn)})";
    }
}
