using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The method of a convolution that makes each block of channels from the same block of its input, lane by lane, for one
/// instruction set: addresses of a part, and calls of the register tiles. Weights of a block lie one behind the other.
/// </summary>
/// <param name="set">The instruction set.</param>
/// <param name="input">What is read, in blocks.</param>
/// <param name="output">What is written.</param>
/// <param name="axes">The directions.</param>
/// <param name="groupSize">Channels in a group; 1 for a depthwise convolution.</param>
internal sealed class LanewiseConv(InstructionSet set, TensorForm input, TensorForm output, ConvAxes axes, int groupSize)
{
    private const int RowsPerPart = 8, MostRows = 4, LeastTaps = 3, MostTaps = 5;

    private readonly Layout _input = input.Blocked(set), _output = output.Blocked(set);
    private RegisterTile? _tile;

    /// <summary>A tensor of the output's shape that is added before the activation, or null.</summary>
    public TensorForm? Residual { get; init; }

    /// <summary>Whether sums begin with a bias instead of zero.</summary>
    public bool Bias { get; init; }

    /// <summary>What is applied before the store.</summary>
    public ActivationFunction Activation { get; init; }

    /// <summary>The leaky ReLU's.</summary>
    public float Slope { get; init; }

    /// <summary>The largest tile.</summary>
    public RegisterTile Tile => _tile ??= Choose();

    /// <summary>The register tile, and what is left of it where rows or columns do not divide.</summary>
    public IEnumerable<KernelSpec> Bodies =>
        from rows in Rows.Runs
        from columns in Columns.Runs
        select Body(new RegisterTile(1, rows.Size, columns.Size));

    /// <summary>Independent pieces of an image: a block of channels, a plane and some rows each.</summary>
    public int Parts => _output.Blocks * axes.Depth.Count * RowParts;

    /// <summary>Writes the body of the method.</summary>
    public void Emit(CodeWriter writer)
    {
        EmitAddresses(writer);
        writer.Line($"ConvWalk walk = new({Walk}, {EpilogueText.Argument(Activation, Slope)}{ResidualStrides});");
        string first = RowParts > 1 ? $"piece * {TilesPerPart}" : "0";
        string last = RowParts > 1 ? $"Math.Min(rows + {TilesPerPart}, {Rows.Pieces})" : KernelText.Integer(Rows.Pieces);
        using (writer.Block($"for (int rows = {first}, last = {last}; rows < last; rows++)"))
        {
            writer.Line($"int row = {Rows.Start("rows")};");
            writer.Line($"float* p = x{MethodText.Term("row", axes.Vertical.InputStep * _input.RowStride)};");
            writer.Line($"float* q = y{MethodText.Term("row", axes.Vertical.OutputStep * _output.RowStride)};");
            if (Residual is not null) writer.Line($"float* s = r{MethodText.Term("row", axes.Vertical.OutputStep * Residual.For(set).RowStride)};");
            writer.Branch(
                Rows.Larger == Rows.Pieces ? "" : $"rows < {Rows.Larger}",
                () => EmitColumns(writer, Rows.Size), () => EmitColumns(writer, Rows.Size - 1));
        }
    }

    private BalancedSplit Columns => BalancedSplit.Of(axes.Horizontal.Count, Tile.Columns);

    private BalancedSplit Rows => BalancedSplit.Of(axes.Vertical.Count, Tile.Rows);

    /// <summary>Taps of a row that a register tile unrolls: all or one.</summary>
    private int Taps => axes.Horizontal.Taps is >= LeastTaps and <= MostTaps and var taps ? taps : 1;

    /// <summary>Where the inputs of the first pixel begin: unrolled taps are read in the order of memory.</summary>
    private int FirstColumn => Taps > 1 ? axes.Horizontal.LowestTap : axes.Horizontal.TapStart;

    private int TilesPerPart => Math.Max(1, RowsPerPart / Rows.Size);

    private int RowParts => (Rows.Pieces + TilesPerPart - 1) / TilesPerPart;

    /// <summary>The arguments of the runtime's ConvWalk but for the epilogue; there is nothing to walk over but rounds and taps.</summary>
    private string Walk => MethodText.Arguments(
        groupSize, 0, 1, 1, axes.Horizontal.TapStep < 0 ? -set.Lanes : set.Lanes, axes.Depth.Taps, axes.Depth.TapStep * _input.PlaneStride, axes.Vertical.Taps, axes.Vertical.TapStep * _input.RowStride,
        axes.Horizontal.Taps / Taps, Taps * axes.Horizontal.TapStep * _input.PixelStride, axes.Vertical.InputStep * _input.RowStride,
        0, axes.Vertical.OutputStep * _output.RowStride, axes.Horizontal.OutputStep * _output.PixelStride);

    private string ResidualStrides => Residual is null ? "" : $", 0, {axes.Vertical.OutputStep * Residual.Blocked(set).RowStride}";

    private LanewiseTileKernel Body(RegisterTile tile) => new(
        set, groupSize, tile, Taps, tile.Columns == 1 ? 0 : axes.Horizontal.InputStep * _input.PixelStride,
        Taps == 1 ? 0 : Math.Abs(axes.Horizontal.TapStep) * _input.PixelStride, EpilogueText.IsLeaky(Activation), Residual is not null);

    /// <summary>The tile with the least estimated time for all rows and columns.</summary>
    private RegisterTile Choose()
    {
        RegisterTile best = default;
        double least = double.PositiveInfinity;
        for (int rows = 1; rows <= Math.Min(axes.Vertical.Count, MostRows); rows++)
        {
            for (int columns = 1; columns <= Math.Min(axes.Horizontal.Count, set.Registers); columns++)
            {
                var tile = new RegisterTile(1, rows, columns);
                if (!LanewiseTileKernel.Fits(set, groupSize, Taps, tile)) break;
                double cost = ImageCost(tile);
                if (cost < least) (best, least) = (tile, cost);
            }
        }

        return best;
    }

    private double ImageCost(RegisterTile tile)
    {
        var split = BalancedSplit.Of(axes.Vertical.Count, tile.Rows);
        int fewer = split.Pieces - split.Larger;
        return (split.Larger * RowCost(tile with { Rows = split.Size })) + (fewer == 0 ? 0 : fewer * RowCost(tile with { Rows = split.Size - 1 }));
    }

    private double RowCost(RegisterTile tile)
    {
        var split = BalancedSplit.Of(axes.Horizontal.Count, tile.Columns);
        int fewer = split.Pieces - split.Larger;
        return (split.Larger * TileCost(tile with { Columns = split.Size })) + (fewer == 0 ? 0 : fewer * TileCost(tile with { Columns = split.Size - 1 }));
    }

    /// <summary>
    /// Cycles on the target's machine: bound by the multiply-adds, their latency, or the loads of inputs and weights; then come the turns of
    /// the sums, for which there is one port, bounds, stores, and the call. Rows that are read at once are so many streams to be fetched, of
    /// which one is the best.
    /// </summary>
    private double TileCost(RegisterTile tile)
    {
        int steps = groupSize * axes.Taps / Taps;
        Machine machine = set.Machine;
        double multiplyAdds = machine.MultiplyAddCycles(tile.Pixels) * Taps;
        double loads = machine.LoadCycles((tile.Rows * InputsOf(tile.Columns)) + Taps);
        double cycles = (steps * Math.Max(multiplyAdds, loads)) + ((groupSize - 1) * tile.Pixels) + tile.Pixels + machine.TileCycles;
        return cycles * machine.StreamFactor(tile.Rows);
    }

    /// <summary>About how many inputs the taps of a row read for so many pixels: taps read what their neighbours' pixels have read.</summary>
    private int InputsOf(int columns)
    {
        int step = axes.Horizontal.InputStep, tapStep = Math.Max(1, Math.Abs(axes.Horizontal.TapStep));
        return ((columns - 1) * (step % tapStep == 0 ? Math.Min(step / tapStep, Taps) : Taps)) + Taps;
    }

    private void EmitAddresses(CodeWriter writer)
    {
        PartText part = new([("piece", RowParts), ("plane", axes.Depth.Count), ("block", _output.Blocks)]);
        part.Emit(writer);
        string block = part["block"].Length > 0 ? "(nint)block" : "", plane = part["plane"];
        writer.Advance(
            "x", MethodText.Term(block, _input.BlockStride), MethodText.Term(plane, axes.Depth.InputStep * _input.PlaneStride),
            MethodText.Plus(_input.Offset(0, axes.Vertical.TapStart, FirstColumn, axes.Depth.TapStart)));
        writer.Advance("w", MethodText.Term(block, groupSize * axes.Taps * set.Lanes));
        if (Bias) writer.Advance("bias", MethodText.Term(part["block"], set.Lanes));
        if (Residual is not null) AdvanceToOutput("r", Residual.For(set));
        AdvanceToOutput("y", _output);

        void AdvanceToOutput(string pointer, Layout layout) => writer.Advance(
            pointer, MethodText.Term(block, layout.BlockStride), MethodText.Term(plane, axes.Depth.OutputStep * layout.PlaneStride),
            MethodText.Plus(layout.Offset(0, axes.Vertical.OutputStart, axes.Horizontal.OutputStart, axes.Depth.OutputStart)));
    }

    private void EmitColumns(CodeWriter writer, int rows)
    {
        int inputStep = axes.Horizontal.InputStep * _input.PixelStride, outputStep = axes.Horizontal.OutputStep * _output.PixelStride;
        foreach ((int size, int count, int first) in Columns.Runs)
        {
            int start = first * (size + 1);
            string At(string pointer, string i, int step) => $"{pointer}{MethodText.Plus(start * step)}{MethodText.Term(i, size * step)}";
            string name = Body(new RegisterTile(1, rows, size)).Name, bias = Bias ? "bias" : "null";
            writer.Repeat(count, i =>
                $"{name}({At("p", i, inputStep)}, w, {bias}, {(Residual is null ? "" : At("s", i, outputStep) + ", ")}{At("q", i, outputStep)}, walk);");
        }
    }
}
