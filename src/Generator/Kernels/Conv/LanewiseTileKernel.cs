using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The body that convolutions share whose channels meet only channels of their own block: some pixels of one block in registers. The
/// weights of a row of taps are loaded once, and every input once for all taps of the row that read it. Where channels form groups, inputs
/// stay in their lanes and the sums go round: what is added in a round goes to the output so many places further on in the group.
/// Strides and counts come as the runtime's ConvWalk: its input blocks are the rounds, its step is from an input's weights to the next input's.
/// </summary>
/// <param name="Set">The only instruction set that it is written for.</param>
/// <param name="Group">Channels in a group; 1 for a depthwise convolution.</param>
/// <param name="Tile">The outputs in registers, of one block.</param>
/// <param name="Taps">Taps of a row that are unrolled.</param>
/// <param name="ColumnStep">From the input of a pixel to that of its right neighbour, in floats; 0 for a tile of one column.</param>
/// <param name="TapStep">From an input of a row of taps to the next in memory, in floats; 0 for one tap.</param>
/// <param name="Leaky">Whether the activation is a leaky ReLU; otherwise bounds are applied.</param>
/// <param name="Adds">Whether a residual is added before the activation.</param>
internal sealed record LanewiseTileKernel(
    InstructionSet Set, int Group, RegisterTile Tile, int Taps, int ColumnStep, int TapStep, bool Leaky, bool Adds) : KernelSpec
{
    public override string Name
    {
        get
        {
            string group = Group == 1 ? "" : $"g{Group}", taps = Taps == 1 ? "" : $"k{Taps}d{TapStep}";
            string step = ColumnStep == 0 ? "" : $"s{ColumnStep}";
            return $"LanewiseTile_{Set.Name}_{group}r{Tile.Rows}c{Tile.Columns}{step}{taps}{(Adds ? "_Add" : "")}{(Leaky ? "_Leaky" : "")}";
        }
    }

    /// <summary>Whether channels of such groups can go round: groups share blocks without a rest.</summary>
    public static bool Fits(InstructionSet set, int group) => group > 1 && group < set.Lanes && set.Lanes % group == 0;

    /// <summary>Whether the accumulators, a row of weights and an input fit the registers.</summary>
    public static bool Fits(InstructionSet set, int group, int taps, RegisterTile tile)
    {
        // Without a fused instruction the product needs a register of its own, and so does the order of lanes that is no constant.
        int others = set.ProductRegisters + (group > 4 ? 1 : 0);
        return tile.Pixels + taps + 1 + others <= set.Registers;
    }

    /// <summary>The inputs of a row of pixels, at their distances from the first, with the pixels and taps that read each.</summary>
    private IEnumerable<IGrouping<int, (int Column, int Tap)>> Reads =>
        from read in Enumerable.Range(0, Tile.Columns * Taps).Select(i => (Column: i / Taps, Tap: i % Taps))
        group read by (read.Column * ColumnStep) + (read.Tap * TapStep) into reads
        orderby reads.Key
        select reads;

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Set) return;
        string from = Group == 1 ? "each from its own channel" : $"each from the {Group} channels of its group";
        string summary = $"{set.Lanes} channels of {Tile.Rows}×{Tile.Columns} pixels, {from}.";
        string residual = Adds ? "float* r, " : "";
        writer.Method(summary, $"private static void {Name}(float* x, float* w, float* bias, {residual}float* y, in ConvWalk walk)", () =>
        {
            MultiplyAddTile registers = new(set, 1, Tile.Pixels);
            if (Taps > 1) writer.Line("nint order = walk.StepStride;");
            if (Group == 1)
            {
                registers.BeginWithBias(writer);
                EmitTaps(writer, registers);
            }
            else
            {
                EmitRounds(writer, registers);
            }

            ConvTileText.EmitStores(writer, set, registers, Tile, Leaky, Adds);
        });
    }

    /// <summary>The sums of a round stand at the lanes of their inputs; a turn moves all by one place, and the last round by none.</summary>
    private void EmitRounds(CodeWriter writer, MultiplyAddTile registers)
    {
        if (Group > 4) writer.Line($"{Set.Static}<int> places = {Set.NextInGroup(Group)};");
        writer.Line($"{Set.Vector} first = bias == null ? {Set.Zero} : {Set.Load("bias")};");
        registers.Begin(writer, _ => Set.Turn("first", Group));
        using (writer.Block("for (int round = walk.InputBlocks; ; )"))
        {
            EmitTaps(writer, registers);
            writer.Line("if (--round == 0) break;");
            registers.Turn(writer, Group);
        }
    }

    private void EmitTaps(CodeWriter writer, MultiplyAddTile registers)
    {
        writer.Line("float* plane = x;");
        ConvTileText.EmitTaps(writer, () =>
        {
            ConvTileText.EmitRowPointers(writer, Tile.Rows);
            EmitWeights(writer);
            foreach (IGrouping<int, (int Column, int Tap)> reads in Reads)
            {
                for (int row = 0; row < Tile.Rows; row++)
                    registers.AddProducts(writer, $"p{row}{MethodText.Plus(reads.Key)}", reads.Select(read => ((row * Tile.Columns) + read.Column, read.Tap)));
            }

            writer.Line($"w += {Taps * Set.Lanes};");
        });
    }

    /// <summary>Inputs are taken in their order in memory, of which the taps' is the opposite where they run backwards.</summary>
    private void EmitWeights(CodeWriter writer)
    {
        if (Taps > 1) writer.Line($"float* f = order < 0 ? w + {(Taps - 1) * Set.Lanes} : w;");
        IEnumerable<string> further = Enumerable.Range(1, Taps - 1).Select(tap => $"w{tap} = {Set.Load(tap == 1 ? "f + order" : $"f + ({tap} * order)")}");
        writer.Line($"{Set.Vector} v, {string.Join(", ", further.Prepend($"w0 = {Set.Load(Taps > 1 ? "f" : "w")}"))};");
    }
}
