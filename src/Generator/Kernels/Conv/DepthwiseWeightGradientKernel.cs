using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The gradient of a depthwise convolution's weights, summed over a batch: for every tap and channel the products of the
/// output's gradient with the input that the tap reads. Taps stay in registers over all pixels of an image; images follow
/// each other in order, so the sum does not depend on the number of threads. Packed as the weights are: [block][tap][lane].
/// </summary>
/// <param name="Input">The layer's input, in blocks, with its halo.</param>
/// <param name="OutputGradient">The gradient by the layer's output.</param>
/// <param name="Vertical">The forward pass's rows.</param>
/// <param name="Horizontal">The forward pass's columns.</param>
internal sealed record DepthwiseWeightGradientKernel(
    TensorForm Input, TensorForm OutputGradient, ConvAxis Vertical, ConvAxis Horizontal) : KernelSpec, IPartitioned, IWeighted
{
    /// <summary>The forward pass's planes.</summary>
    public ConvAxis Depth { get; init; } = ConvAxis.Single;

    public override string Name => $"DepthwiseWeightGradient_{KernelNames.Geometry(Input, OutputGradient, Depth, Vertical, Horizontal, 1)}";

    /// <summary>The tiles of taps.</summary>
    public override IEnumerable<KernelSpec> BodiesFor(InstructionSet set) =>
        from rows in RowTiles(set).Runs
        from columns in ColumnTiles(set).Runs
        select TileKernel(set, rows.Size, columns.Size);

    /// <summary>The packed gradient, to be unpacked with the strides of a convolution with one input channel.</summary>
    public WeightPacking Weights(InstructionSet set) => new(set.Lanes, 1, 1, OutputGradient.Shape.Channels, 1, 1)
    {
        TapPlanes = Depth.Taps,
        TapRows = Vertical.Taps,
        TapColumns = Horizontal.Taps,
    };

    /// <summary>Independent pieces of the gradient: a block of channels, a plane of taps and a tile of rows of taps each.</summary>
    public int Parts(InstructionSet set) => OutputGradient.For(set).Blocks * Depth.Taps * RowTiles(set).Pieces;

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string summary = $"The gradient of {Vertical.Taps}×{Horizontal.Taps} depthwise weights of {OutputGradient.Shape}; part is a block of channels and some rows of taps.";
        writer.Method(summary, $"public static void {Name}(float* x, float* dy, float* dw, int images, int part)", () =>
        {
            EmitAddresses(writer, set);
            EmitImages(writer, set);
        });
    }

    private BalancedSplit ColumnTiles(InstructionSet set) => BalancedSplit.Of(Horizontal.Taps, Accumulators(set));

    private BalancedSplit RowTiles(InstructionSet set) => BalancedSplit.Of(Vertical.Taps, Math.Max(1, Math.Min(5, Accumulators(set) / ColumnTiles(set).Size)));

    /// <summary>All taps of a 5×5 window, or half of them.</summary>
    private static int Accumulators(InstructionSet set) => set.HasManyRegisters ? 25 : 12;

    private DepthwiseWeightGradientTileKernel TileKernel(InstructionSet set, int rows, int columns) =>
        new(set, rows, columns, columns == 1 ? 0 : Horizontal.TapStep * Input.Blocked(set).PixelStride);

    private void EmitAddresses(CodeWriter writer, InstructionSet set)
    {
        Layout input = Input.Blocked(set), gradient = OutputGradient.Blocked(set);
        WeightPacking weights = Weights(set);
        BalancedSplit rows = RowTiles(set);
        PartText part = new([("rows", rows.Pieces), ("tapPlane", Depth.Taps), ("block", gradient.Blocks)]);
        part.Emit(writer);
        string block = part["block"].Length > 0 ? "(nint)block" : "", row = rows.Pieces > 1 ? "tapRow" : "";
        if (rows.Pieces > 1) writer.Line($"int tapRow = {rows.Start("rows")};");
        int packedRow = Horizontal.Taps * set.Lanes;
        writer.Advance(
            "x", MethodText.Term(block, input.BlockStride), MethodText.Term(part["tapPlane"], Depth.TapStep * input.PlaneStride),
            MethodText.Term(row, Vertical.TapStep * input.RowStride),
            MethodText.Plus(input.Offset(0, Vertical.TapStart, Horizontal.TapStart, Depth.TapStart)));
        writer.Advance("dy", MethodText.Term(block, gradient.BlockStride), MethodText.Plus(gradient.Origin));
        writer.Advance(
            "dw", MethodText.Term(block, weights.TileLength), MethodText.Term(part["tapPlane"], Vertical.Taps * packedRow), MethodText.Term(row, packedRow));
    }

    private void EmitImages(CodeWriter writer, InstructionSet set)
    {
        Layout input = Input.Blocked(set), gradient = OutputGradient.Blocked(set);
        string walk = MethodText.Arguments(
            OutputGradient.Shape.Depth, Depth.InputStep * input.PlaneStride, gradient.PlaneStride,
            OutputGradient.Shape.Height, Vertical.InputStep * input.RowStride, gradient.RowStride,
            OutputGradient.Shape.Width, Horizontal.InputStep * input.PixelStride, 0);
        writer.Line($"ConvGradientWalk walk = new({walk});");
        BalancedSplit rows = RowTiles(set);
        string condition = rows.Larger == rows.Pieces ? "" : $"rows < {rows.Larger}";
        int row = Horizontal.Taps * set.Lanes;
        string length = condition.Length == 0 ? $"{rows.Size * row}" : $"{condition} ? {rows.Size * row} : {(rows.Size - 1) * row}";
        writer.Line($"new Span<float>(dw, {length}).Clear();");
        using (writer.Block($"for (int image = 0; image < images; image++, x += {input.ImageStride}, dy += {gradient.ImageStride})"))
            writer.Branch(condition, () => EmitColumns(writer, set, rows.Size), () => EmitColumns(writer, set, rows.Size - 1));
    }

    private void EmitColumns(CodeWriter writer, InstructionSet set, int rows)
    {
        Layout input = Input.Blocked(set);
        int step = Horizontal.TapStep * input.PixelStride;
        foreach ((int size, int count, int first) in ColumnTiles(set).Runs)
        {
            DepthwiseWeightGradientTileKernel body = TileKernel(set, rows, size);
            int start = first * (size + 1);
            writer.Repeat(count, i => body.Call(
                $"x{MethodText.Plus(start * step)}{MethodText.Term(i, size * step)}", $"dw{MethodText.Plus(start * set.Lanes)}{MethodText.Term(i, size * set.Lanes)}",
                Vertical.TapStep * input.RowStride, Horizontal.Taps * set.Lanes));
        }
    }
}
