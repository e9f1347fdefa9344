using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>The template: addresses of a part, and calls of the register tiles.</summary>
internal sealed partial record ConvKernel
{
    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (IsLanewise(set))
        {
            EmitLanewise(writer, set);
            return;
        }

        RegisterTile tile = Tile(set);
        string taps = Depth.Taps == 1 ? $"{Vertical.Taps}×{Horizontal.Taps}" : $"{Depth.Taps}×{Vertical.Taps}×{Horizontal.Taps}";
        string summary = $"Convolution, {Input.Shape} to {Output.Shape}, {taps} taps; part is a tile of {tile.Blocks * set.Lanes} channels and of rows.";
        using (writer.Block($"// {summary}\n[MethodImpl(MethodImplOptions.AggressiveOptimization)]\n{Signature}"))
        {
            EmitGroup(writer, set, tile);
            string residual = Residual is null ? "" : At("r", Residual.For(set)) + ", ";
            writer.Line($"{Part(set).Name}({FirstInput(set)}, w, {(Bias ? "bias" : "null")}, {residual}{At("y", Output.For(set))}, {PartNumber(set, tile)},");
            writer.Line($"    new({PartNumbers(set, tile)}), new({Walk(set, Packing(set, tile.Blocks))}, {EpilogueText.Argument(Activation, Slope)}{ResidualStrides(set)}{NextWeights(set, tile)}));");
        }

        writer.Line();
    }

    private string Signature => $"public static void {Name}(float* x, float* w, float* bias, {(Residual is null ? "" : "float* r, ")}float* y, int part)";

    private string FirstInput(InstructionSet set) =>
        "x" + MethodText.Plus(Input.For(set).Offset(0, Vertical.TapStart, Horizontal.TapStart, Depth.TapStart));

    private string At(string pointer, Layout layout) =>
        pointer + MethodText.Plus(layout.Offset(0, Vertical.OutputStart, Horizontal.OutputStart, Depth.OutputStart));

    /// <summary>A tile of groups begins with the block of inputs in which its first group does.</summary>
    private void EmitGroup(CodeWriter writer, InstructionSet set, RegisterTile tile)
    {
        WeightPacking weights = Packing(set, tile.Blocks);
        if (Groups == 1 || weights.Tiles == 1) return;
        writer.Line($"int tile = part / {RowTiles(tile).Pieces * Depth.Count};");
        writer.Line($"x += (nint){weights.FirstInputBlock("tile")} * {Input.For(set).BlockStride};");
    }

    /// <summary>The arguments of the runtime's ConvPart.</summary>
    private string PartNumbers(InstructionSet set, RegisterTile tile)
    {
        WeightPacking weights = Packing(set, tile.Blocks);
        BalancedSplit rows = RowTiles(tile), columns = ColumnTiles(tile);
        string numbers = MethodText.Arguments(
            rows.Pieces, rows.Larger, columns.Larger, columns.Pieces - columns.Larger, Horizontal.InputStep * Input.For(set).PixelStride,
            weights.TileLength, Output.For(set).Blocks / tile.Blocks, AsksForNext(set, tile) ? weights.TileLength / NextFloats(set, tile) * NextStep(set, tile) : 0);
        return Depth.Count == 1 ? numbers : numbers + ", " + MethodText.Arguments(
            Depth.Count, Depth.InputStep * Input.For(set).PlaneStride, Depth.OutputStep * Output.For(set).PlaneStride,
            Depth.OutputStep * (Residual?.For(set).PlaneStride ?? 0));
    }

    /// <summary>The last arguments of the runtime's ConvWalk.</summary>
    private string ResidualStrides(InstructionSet set) => Residual?.Blocked(set) is not { } residual ? "" :
        $", {MethodText.Arguments(residual.BlockStride, Vertical.OutputStep * residual.RowStride)}";

    /// <summary>Where the first tile of rows begins to ask for the next tile's weights, and how far each step goes.</summary>
    private string NextWeights(InstructionSet set, RegisterTile tile) =>
        AsksForNext(set, tile) ? $", NextWeights: {Packing(set, tile.Blocks).TileLength}, NextStep: {NextStep(set, tile)}" : "";

    /// <summary>Whether weights are too many to stay in a cache from image to image, and each tile of rows can take a share of them.</summary>
    private bool AsksForNext(InstructionSet set, RegisterTile tile)
    {
        WeightPacking weights = Packing(set, tile.Blocks);
        return weights.Tiles > 1 && !StayInCache(set, weights) && TilesOfPass(set, weights) == 1 && RowTiles(tile).Pieces <= NextFloats(set, tile);
    }

    /// <summary>Whether weights are few enough to stay in a cache from image to image.</summary>
    private static bool StayInCache(InstructionSet set, WeightPacking weights) => weights.Length * sizeof(float) < set.Machine.LayerWeights;

    private static int NextFloats(InstructionSet set, RegisterTile tile) => tile.Blocks * set.Lanes;

    private int NextStep(InstructionSet set, RegisterTile tile) => (NextFloats(set, tile) + RowTiles(tile).Pieces - 1) / RowTiles(tile).Pieces;

    /// <summary>
    /// Tiles of channels that each tile of rows goes through before the next one. As long as the image stays in the second-level cache, or is
    /// smaller than the weights, one: each tile's weights are read once. Otherwise the image is, for as many tiles as have their weights there.
    /// </summary>
    private int TilesOfPass(InstructionSet set, WeightPacking weights)
    {
        int image = Input.For(set).ImageStride / (Skips(Vertical) * Skips(Horizontal));
        if (Groups > 1 || image <= weights.Length) return 1;
        if (!StayInCache(set, weights) && image * sizeof(float) <= set.Machine.RereadImage) return 1;
        int tiles = weights.Tiles;
        while (tiles > 1 && (weights.Tiles % tiles != 0 || tiles * weights.TileLength * sizeof(float) > set.Machine.RereadWeights)) tiles--;
        return tiles;
    }

    /// <summary>Of how many rows or columns of the input one is read.</summary>
    private static int Skips(ConvAxis axis) => axis.Taps == 1 ? axis.InputStep : 1;

    /// <summary>The part in the order of the shared body, in which the tiles of rows of one tile of channels follow each other.</summary>
    private string PartNumber(InstructionSet set, RegisterTile tile)
    {
        WeightPacking weights = Packing(set, tile.Blocks);
        int tiles = TilesOfPass(set, weights), rows = RowTiles(tile).Pieces * Depth.Count;
        if (tiles == 1) return "part";
        return tiles == weights.Tiles
            ? $"(part % {tiles} * {rows}) + (part / {tiles})"
            : $"(((part / {tiles * rows} * {tiles}) + (part % {tiles})) * {rows}) + (part % {tiles * rows} / {tiles})";
    }

    /// <summary>The arguments of the runtime's ConvWalk but for the epilogue.</summary>
    private string Walk(InstructionSet set, WeightPacking weights)
    {
        Layout input = Input.For(set), output = Output.For(set);
        (int taps, int step, int tapColumns, int tapStep) = Input.Planar
            ? (Horizontal.Taps, Horizontal.TapStep, 1, 0)
            : (input.Lanes, 1, Horizontal.Taps, Horizontal.TapStep * input.PixelStride);
        int last = weights.PackedInputs % input.Lanes is int rest and > 0 ? rest : taps;
        return MethodText.Arguments(
            weights.InputBlocksPerTile, input.BlockStride, taps, last, step,
            Depth.Taps, Depth.TapStep * input.PlaneStride, Vertical.Taps, Vertical.TapStep * input.RowStride, tapColumns, tapStep,
            Vertical.InputStep * input.RowStride,
            output.BlockStride, Vertical.OutputStep * output.RowStride, Horizontal.OutputStep * output.PixelStride);
    }
}
