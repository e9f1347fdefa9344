using NetGen.Generator.Emission;

namespace NetGen.Generator.Kernels;

/// <summary>The template: addresses of a part, and calls of the register tiles.</summary>
internal sealed partial record ConvKernel
{
    /// <summary>Floats of weights of which a quarter of a second-level cache holds no more.</summary>
    private const int CachedWeights = 1 << 16;

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
        writer.Method(summary, Signature, () =>
        {
            EmitAddresses(writer, set, tile);
            writer.Line($"ConvWalk walk = new({Walk(set, Packing(set, tile.Blocks))}, {EpilogueText.Argument(Activation, Slope)}{ResidualStrides(set)}{NextWeights(set, tile)});");
            EmitBlocks(writer, set, tile);
        });
    }

    private string Signature => $"public static void {Name}(float* x, float* w, float* bias, {(Residual is null ? "" : "float* r, ")}float* y, int part)";

    private void EmitAddresses(CodeWriter writer, InstructionSet set, RegisterTile tile)
    {
        WeightPacking weights = Packing(set, tile.Blocks);
        Layout input = Input.For(set), output = Output.For(set);
        BalancedSplit rows = RowTiles(tile);
        (string, int) row = (RowCounter(rows), rows.Pieces), plane = ("plane", Depth.Count), outputs = ("tile", weights.Tiles);
        PartText part = new(TakesRowsOnce(set, weights) ? [outputs, row, plane] : [row, plane, outputs]);
        part.Emit(writer);
        string rowStart = rows.Pieces > 1 ? "row" : "", tiles = part["tile"].Length > 0 ? "(nint)tile" : "";
        if (rows.Pieces > 1 && rows.Size > 1) writer.Line($"int row = {rows.Start("rows")};");
        string group = Groups > 1 && tiles.Length > 0 ? $"(nint){weights.FirstInputBlock("tile")}" : "";
        writer.Advance(
            "x", MethodText.Term(group, input.BlockStride),
            MethodText.Term(part["plane"], Depth.InputStep * input.PlaneStride), MethodText.Term(rowStart, Vertical.InputStep * input.RowStride),
            MethodText.Plus(input.Offset(0, Vertical.TapStart, Horizontal.TapStart, Depth.TapStart)));
        writer.Advance("w", MethodText.Term(tiles, weights.TileLength));
        if (Bias) writer.Advance("bias", MethodText.Term(part["tile"], tile.Blocks * set.Lanes));
        if (Residual is not null) AdvanceToOutput("r", Residual.For(set));
        AdvanceToOutput("y", output);

        void AdvanceToOutput(string pointer, Layout layout) => writer.Advance(
            pointer, MethodText.Term(tiles, tile.Blocks * layout.BlockStride), MethodText.Term(part["plane"], Depth.OutputStep * layout.PlaneStride),
            MethodText.Term(rowStart, Vertical.OutputStep * layout.RowStride),
            MethodText.Plus(layout.Offset(0, Vertical.OutputStart, Horizontal.OutputStart, Depth.OutputStart)));
    }

    /// <summary>The last arguments of the runtime's ConvWalk.</summary>
    private string ResidualStrides(InstructionSet set) => Residual?.Blocked(set) is not { } residual ? "" :
        $", {MethodText.Arguments(residual.BlockStride, Vertical.OutputStep * residual.RowStride)}";

    /// <summary>What a tile of rows asks for of the next tile's weights, where they are too many to stay in a cache from image to image.</summary>
    private string NextWeights(InstructionSet set, RegisterTile tile)
    {
        WeightPacking weights = Packing(set, tile.Blocks);
        BalancedSplit rows = RowTiles(tile);
        int floats = tile.Blocks * set.Lanes, step = (floats + rows.Pieces - 1) / rows.Pieces;
        if (weights.Tiles == 1 || weights.Length < CachedWeights || rows.Pieces > floats) return "";
        string first = MethodText.Term(rows.Pieces > 1 ? RowCounter(rows) : "", weights.TileLength / floats * step);
        return $", NextWeights: {weights.TileLength}{first}, NextStep: {step}";
    }

    /// <summary>
    /// Whether a tile of rows goes through all tiles of channels before the next one: where weights stay in the second-level cache, and
    /// the image that they would wait for is larger.
    /// </summary>
    private bool TakesRowsOnce(InstructionSet set, WeightPacking weights) =>
        weights.Length < CachedWeights && weights.Length < Input.For(set).ImageStride;

    /// <summary>A tile of rows is counted by itself, but for one of a single row.</summary>
    private static string RowCounter(BalancedSplit rows) => rows.Size == 1 ? "row" : "rows";

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

    private void EmitBlocks(CodeWriter writer, InstructionSet set, RegisterTile tile)
    {
        int blocks = Output.For(set).Blocks, whole = blocks / tile.Blocks, rest = blocks % tile.Blocks;
        writer.Branch(rest == 0 ? "" : $"tile < {whole}", () => EmitRows(writer, set, tile), () => EmitRows(writer, set, tile with { Blocks = rest }));
    }

    private void EmitRows(CodeWriter writer, InstructionSet set, RegisterTile tile)
    {
        BalancedSplit rows = RowTiles(tile);
        writer.Branch(
            rows.Larger == rows.Pieces ? "" : $"rows < {rows.Larger}",
            () => EmitColumns(writer, set, tile with { Rows = rows.Size }), () => EmitColumns(writer, set, tile with { Rows = rows.Size - 1 }));
    }

    private void EmitColumns(CodeWriter writer, InstructionSet set, RegisterTile tile)
    {
        int inputStep = Horizontal.InputStep * Input.For(set).PixelStride;
        int outputStep = Horizontal.OutputStep * Output.For(set).PixelStride;
        foreach ((int size, int count, int first) in ColumnTiles(tile).Runs)
        {
            ConvTileKernel body = TileKernel(set, tile with { Columns = size });
            int start = first * (size + 1);
            string At(string pointer, string i, int step) => $"{pointer}{MethodText.Plus(start * step)}{MethodText.Term(i, size * step)}";
            writer.Repeat(count, i => body.Call(
                At("x", i, inputStep), "w", Bias ? "bias" : "null", At("y", i, outputStep), Residual is null ? null : At("r", i, outputStep)));
        }
    }
}
