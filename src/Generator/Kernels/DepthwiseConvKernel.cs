using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph.Operations;

namespace NetGen.Generator.Kernels;

/// <summary>
/// A convolution of one image whose groups, input and output channels are as many: each channel sees only itself. In any
/// direction (see <see cref="ConvAxis"/>), with bias and activation fused. Weights lie as [block][tap][lane].
/// </summary>
/// <param name="Input">What is read, in blocks; its halo must hold zeros as far as the taps reach.</param>
/// <param name="Output">What is written; its halo is left alone.</param>
/// <param name="Vertical">The rows.</param>
/// <param name="Horizontal">The columns.</param>
/// <param name="Bias">Whether sums begin with a bias instead of zero.</param>
/// <param name="Activation">What is applied before the store: identity, ReLU, ReLU6, or leaky ReLU with a slope in [0, 1].</param>
/// <param name="Slope">The leaky ReLU's.</param>
internal sealed record DepthwiseConvKernel(
    TensorForm Input, TensorForm Output, ConvAxis Vertical, ConvAxis Horizontal, bool Bias,
    ActivationFunction Activation = ActivationFunction.Identity, float Slope = 0) : KernelSpec, IPartitioned, IWeighted
{
    private const int RowsPerPart = 8;

    /// <summary>The planes.</summary>
    public ConvAxis Depth { get; init; } = ConvAxis.Single;

    public override string Name =>
        $"Depthwise{(Bias ? "_Bias" : "")}{KernelNames.Epilogue(Activation, Slope)}_{KernelNames.Geometry(Input, Output, Depth, Vertical, Horizontal, 1)}";

    /// <summary>The register tiles of every instruction set.</summary>
    public override IEnumerable<KernelSpec> Dependencies =>
        from set in InstructionSet.All
        from rows in RowTiles(set).Runs
        from columns in ColumnTiles(set).Runs
        select TileKernel(set, new RegisterTile(1, rows.Size, columns.Size));

    /// <summary>The packed weights, to be read with the strides of a convolution with one input channel.</summary>
    public WeightPacking Weights(InstructionSet set) => new(set.Lanes, 1, 1, Output.Shape.Channels, 1, 1)
    {
        TapPlanes = Depth.Taps,
        TapRows = Vertical.Taps,
        TapColumns = Horizontal.Taps,
    };

    /// <summary>Independent pieces of an image: a block of channels, a plane and some rows each.</summary>
    public int Parts(InstructionSet set) => Output.For(set).Blocks * Depth.Count * RowParts(set);

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string summary = $"Depthwise convolution, {Input.Shape} to {Output.Shape}, {Vertical.Taps}×{Horizontal.Taps} taps; part is a block of channels and some rows.";
        writer.Method(summary, $"public static void {Name}(float* x, float* w, float* bias, float* y, int part)", () =>
        {
            EmitAddresses(writer, set);
            writer.Line($"ConvWalk walk = new({Walk(set)}, {EpilogueText.Argument(Activation, Slope)});");
            EmitRows(writer, set);
        });
    }

    private BalancedSplit ColumnTiles(InstructionSet set) => BalancedSplit.Of(Horizontal.Count, Pixels(set));

    private BalancedSplit RowTiles(InstructionSet set) => BalancedSplit.Of(Vertical.Count, Math.Max(1, Math.Min(4, Pixels(set) / ColumnTiles(set).Size)));

    /// <summary>Accumulators, beside which the weights and an input need registers; more than eight hide the latency.</summary>
    private static int Pixels(InstructionSet set) => set.Registers == 32 ? 16 : 12;

    private int TilesPerPart(InstructionSet set) => Math.Max(1, RowsPerPart / RowTiles(set).Size);

    private int RowParts(InstructionSet set) => (RowTiles(set).Pieces + TilesPerPart(set) - 1) / TilesPerPart(set);

    private DepthwiseTileKernel TileKernel(InstructionSet set, RegisterTile tile) => new(
        set, tile, tile.Columns == 1 ? 0 : Horizontal.InputStep * Input.Blocked(set).PixelStride, EpilogueText.IsLeaky(Activation));

    private void EmitAddresses(CodeWriter writer, InstructionSet set)
    {
        Layout input = Input.Blocked(set), output = Output.Blocked(set);
        PartText part = new([("piece", RowParts(set)), ("plane", Depth.Count), ("block", output.Blocks)]);
        part.Emit(writer);
        string block = part["block"].Length > 0 ? "(nint)block" : "";
        writer.Advance(
            "x", MethodText.Term(block, input.BlockStride), MethodText.Term(part["plane"], Depth.InputStep * input.PlaneStride),
            MethodText.Plus(input.Offset(0, Vertical.TapStart, Horizontal.TapStart, Depth.TapStart)));
        writer.Advance("w", MethodText.Term(block, Weights(set).TileLength));
        if (Bias) writer.Advance("bias", MethodText.Term(part["block"], set.Lanes));
        writer.Advance(
            "y", MethodText.Term(block, output.BlockStride), MethodText.Term(part["plane"], Depth.OutputStep * output.PlaneStride),
            MethodText.Plus(output.Offset(0, Vertical.OutputStart, Horizontal.OutputStart, Depth.OutputStart)));
    }

    /// <summary>The arguments of the runtime's ConvWalk but for the epilogue; there is nothing to walk over but taps.</summary>
    private string Walk(InstructionSet set)
    {
        Layout input = Input.Blocked(set), output = Output.Blocked(set);
        return MethodText.Arguments(
            1, 0, 1, 1, 0, Depth.Taps, Depth.TapStep * input.PlaneStride, Vertical.Taps, Vertical.TapStep * input.RowStride,
            Horizontal.Taps, Horizontal.TapStep * input.PixelStride, Vertical.InputStep * input.RowStride,
            0, Vertical.OutputStep * output.RowStride, Horizontal.OutputStep * output.PixelStride);
    }

    private void EmitRows(CodeWriter writer, InstructionSet set)
    {
        BalancedSplit rows = RowTiles(set);
        int perPart = TilesPerPart(set);
        string first = RowParts(set) > 1 ? $"piece * {perPart}" : "0";
        string last = RowParts(set) > 1 ? $"Math.Min(rows + {perPart}, {rows.Pieces})" : KernelText.Integer(rows.Pieces);
        using (writer.Block($"for (int rows = {first}, last = {last}; rows < last; rows++)"))
        {
            writer.Line($"int row = {rows.Start("rows")};");
            writer.Line($"float* p = x{MethodText.Term("row", Vertical.InputStep * Input.Blocked(set).RowStride)};");
            writer.Line($"float* q = y{MethodText.Term("row", Vertical.OutputStep * Output.Blocked(set).RowStride)};");
            writer.Branch(
                rows.Larger == rows.Pieces ? "" : $"rows < {rows.Larger}",
                () => EmitColumns(writer, set, rows.Size), () => EmitColumns(writer, set, rows.Size - 1));
        }
    }

    private void EmitColumns(CodeWriter writer, InstructionSet set, int rows)
    {
        int inputStep = Horizontal.InputStep * Input.Blocked(set).PixelStride;
        int outputStep = Horizontal.OutputStep * Output.Blocked(set).PixelStride;
        foreach ((int size, int count, int first) in ColumnTiles(set).Runs)
        {
            DepthwiseTileKernel body = TileKernel(set, new RegisterTile(1, rows, size));
            int start = first * (size + 1);
            writer.Repeat(count, i => body.Call(
                $"p{MethodText.Plus(start * inputStep)}{MethodText.Term(i, size * inputStep)}", Bias ? "bias" : "null",
                $"q{MethodText.Plus(start * outputStep)}{MethodText.Term(i, size * outputStep)}"));
        }
    }
}
