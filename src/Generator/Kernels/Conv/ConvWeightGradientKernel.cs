using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The gradient of a convolution's weights, summed over a batch: for every tap and pair of channels the products of the
/// output's gradient with the input that the tap reads. A tile of weights stays in registers over all pixels of an image;
/// images follow each other in order, so the sum does not depend on the number of threads.
/// </summary>
/// <param name="Input">The layer's input, with its halo.</param>
/// <param name="OutputGradient">The gradient by the layer's output.</param>
/// <param name="Vertical">The forward pass's rows.</param>
/// <param name="Horizontal">The forward pass's columns.</param>
/// <param name="Groups">Groups of channels.</param>
internal sealed record ConvWeightGradientKernel(
    TensorForm Input, TensorForm OutputGradient, ConvAxis Vertical, ConvAxis Horizontal, int Groups) : KernelSpec, IPartitioned, IWeighted
{
    /// <summary>The forward pass's planes.</summary>
    public ConvAxis Depth { get; init; } = ConvAxis.Single;

    public override string Name =>
        $"ConvWeightGradient_{KernelNames.Geometry(Input, OutputGradient, Depth, Vertical, Horizontal, Groups)}";

    /// <summary>The tiles.</summary>
    public override IEnumerable<KernelSpec> BodiesFor(InstructionSet set) =>
        from blocks in BlockCounts(set)
        from columns in TileColumns(set, blocks)
        select TileKernel(set, blocks, columns);

    /// <summary>The packed gradient.</summary>
    public WeightPacking Weights(InstructionSet set)
    {
        int blocks = OutputGradient.For(set).Blocks;
        return new(set.Lanes, Math.Min(blocks, 2), Input.For(set).Lanes, OutputGradient.Shape.Channels, Input.Shape.Channels, Groups)
        {
            TapPlanes = Depth.Taps,
            TapRows = Vertical.Taps,
            TapColumns = Horizontal.Taps,
        };
    }

    /// <summary>Independent pieces of the gradient: a tile of output blocks, a block of inputs and a row of taps each.</summary>
    public int Parts(InstructionSet set) => Weights(set).Tiles * Weights(set).InputBlocksPerTile * Depth.Taps * Vertical.Taps;

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string summary = $"The gradient of {Vertical.Taps}×{Horizontal.Taps} weights from {Input.Shape} to {OutputGradient.Shape}; part is a tile of "
            + "outputs, a block of inputs and a row of taps.";
        writer.Method(summary, $"public static void {Name}(float* x, float* dy, float* dw, int images, int part)", () =>
        {
            EmitAddresses(writer, set);
            EmitImages(writer, set);
        });
    }

    private void EmitAddresses(CodeWriter writer, InstructionSet set)
    {
        WeightPacking weights = Weights(set);
        Layout input = Input.For(set), gradient = OutputGradient.For(set);
        int lanes = weights.InputLanes, last = LastLanes(weights), blocks = weights.InputBlocksPerTile, rest = gradient.Blocks % weights.Tile;
        PartText part = new([("tapRow", Vertical.Taps), ("tapPlane", Depth.Taps), ("block", blocks), ("tile", weights.Tiles)]);
        part.Emit(writer);
        string tile = part["tile"], atTile = tile.Length > 0 ? "(nint)tile" : "";
        string firstBlock = Groups > 1 && tile.Length > 0 ? $"(nint){weights.FirstInputBlock("tile")}" : "";
        string atBlock = part["block"].Length > 0 ? "(nint)block" : "";
        writer.Advance(
            "x", MethodText.Term(firstBlock, input.BlockStride), MethodText.Term(atBlock, input.BlockStride),
            MethodText.Term(part["tapPlane"], Depth.TapStep * input.PlaneStride), MethodText.Term(part["tapRow"], Vertical.TapStep * input.RowStride),
            MethodText.Plus(input.Offset(0, Vertical.TapStart, Horizontal.TapStart, Depth.TapStart)));
        writer.Advance("dy", MethodText.Term(atTile, weights.Tile * gradient.BlockStride), MethodText.Plus(gradient.Origin));
        writer.Line(last == lanes || blocks == 1 ? $"const int lanes = {last};" : $"int lanes = block < {blocks - 1} ? {lanes} : {last};");
        int width = weights.Tile * set.Lanes;
        writer.Line(rest == 0 ? $"const int width = {width};" : $"int width = tile < {gradient.Blocks / weights.Tile} ? {width} : {rest * set.Lanes};");
        writer.Line($"int length = {Horizontal.Taps} * lanes * width;");
        writer.Advance("dw", MethodText.Term(atTile, weights.TileLength));
        if (part["block"].Length > 0) writer.Line($"dw += block * {lanes * weights.Taps} * width;");
        string row = MethodText.Term(part["tapPlane"], Vertical.Taps) + MethodText.Term(part["tapRow"], 1);
        if (row.Length > 0) writer.Line($"dw += ({row.Substring(3)}) * length;");
    }

    /// <summary>The loops over images and over the tiles of one row of taps.</summary>
    private void EmitImages(CodeWriter writer, InstructionSet set)
    {
        WeightPacking weights = Weights(set);
        Layout input = Input.For(set), gradient = OutputGradient.For(set);
        int rest = gradient.Blocks % weights.Tile, taps = Input.Planar ? 1 : Horizontal.Taps;
        string walk = MethodText.Arguments(
            OutputGradient.Shape.Depth, Depth.InputStep * input.PlaneStride, gradient.PlaneStride,
            OutputGradient.Shape.Height, Vertical.InputStep * input.RowStride, gradient.RowStride,
            OutputGradient.Shape.Width, Horizontal.InputStep * input.PixelStride, gradient.BlockStride);
        writer.Line($"ConvGradientWalk walk = new({walk});");
        writer.Line("new Span<float>(dw, length).Clear();");
        using (writer.Block($"for (int image = 0; image < images; image++, x += {input.ImageStride}, dy += {gradient.ImageStride})"))
        {
            writer.Loops([("tap", taps)], () =>
            {
                string tap = taps > 1 ? "tap" : "";
                writer.Line($"float* p = x{MethodText.Term(tap, Horizontal.TapStep * input.PixelStride)}, d = dw{(taps > 1 ? " + (tap * lanes * width)" : "")};");
                writer.Branch(
                    rest == 0 ? "" : $"tile < {gradient.Blocks / weights.Tile}",
                    () => EmitColumns(writer, set, weights.Tile), () => EmitColumns(writer, set, rest));
            });
        }
    }

    /// <summary>As many of the widest tile as go, then one of what is left.</summary>
    private void EmitColumns(CodeWriter writer, InstructionSet set, int blocks)
    {
        int[] tiles = [.. TileColumns(set, blocks)];
        string count = Input.Planar ? KernelText.Integer(Horizontal.Taps) : "lanes";
        int step = Input.Planar ? Horizontal.TapStep : 1, width = blocks * set.Lanes;
        writer.Line($"int n = {count};");
        for (int i = 0; i < tiles.Length; i++)
        {
            int columns = tiles[i];
            string move = $"n -= {columns}, p += {columns * step}, d += {columns * width}";
            string call = TileKernel(set, blocks, columns).Call("p", "dy", "d");
            writer.Line(i == 0 ? $"for (; n >= {columns}; {move}) {call}" : $"if (n > 0) {call}");
        }
    }

    private ConvWeightGradientTileKernel TileKernel(InstructionSet set, int blocks, int columns) =>
        new(set, blocks, columns, columns == 1 ? 0 : Input.Planar ? Horizontal.TapStep : 1);

    private IEnumerable<int> BlockCounts(InstructionSet set)
    {
        int tile = Weights(set).Tile, rest = OutputGradient.For(set).Blocks % tile;
        return rest == 0 ? [tile] : [tile, rest];
    }

    /// <summary>Columns of the widest tile, and of the one that ends a row of taps or the last block.</summary>
    private IEnumerable<int> TileColumns(InstructionSet set, int blocks)
    {
        WeightPacking weights = Weights(set);
        int last = Input.Planar ? Horizontal.Taps : LastLanes(weights);
        int most = Input.Planar || weights.InputBlocksPerTile == 1 ? last : weights.InputLanes;
        int widest = Math.Min(most, set.Registers / 2 / blocks);
        return last % widest == 0 ? [widest] : [widest, last % widest];
    }

    private static int LastLanes(WeightPacking weights)
    {
        int rest = weights.PackedInputs % weights.InputLanes;
        return rest == 0 ? weights.InputLanes : rest;
    }
}
