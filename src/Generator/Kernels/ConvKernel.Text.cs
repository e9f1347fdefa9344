using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Kernels;

/// <summary>The template.</summary>
internal sealed partial record ConvKernel
{
    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        RegisterTile tile = Tile(set);
        string summary = $"Convolution, {Input.Shape} to {Output.Shape}, {Vertical.Taps}×{Horizontal.Taps} taps; part is a tile of "
            + $"{tile.Blocks * set.Lanes} output channels and a tile of rows.";
        writer.Method(summary, $"public static void {Name}(float* x, float* w, float* bias, float* y, int part)", () => EmitPart(writer, set, tile));
        foreach (RegisterTile variant in Variants(set, tile)) EmitTile(writer, set, variant);
    }

    private void EmitPart(CodeWriter writer, InstructionSet set, RegisterTile tile)
    {
        WeightPacking weights = Weights(set);
        Layout input = Input.For(set), output = Output.For(set);
        BalancedSplit rows = RowTiles(tile);
        writer.Line($"int tile = part / {rows.Pieces}, rows = part % {rows.Pieces};");
        writer.Line($"int row = {rows.Start("rows")};");
        writer.Line($"w += (nint)tile * {weights.TileLength};");
        if (Bias) writer.Line($"bias += tile * {tile.Blocks * set.Lanes};");
        if (Groups > 1) writer.Line($"x += (nint){weights.FirstInputBlock("tile")} * {input.BlockStride};");
        int firstTap = input.Offset(0, Vertical.TapStart, Horizontal.TapStart);
        writer.Line($"x += (row * {Vertical.InputStep * input.RowStride}){MethodText.Plus(firstTap)};");
        int firstOutput = output.Offset(0, Vertical.OutputStart, Horizontal.OutputStart);
        writer.Line($"y += ((nint)tile * {tile.Blocks * output.BlockStride}) + (row * {Vertical.OutputStep * output.RowStride}){MethodText.Plus(firstOutput)};");

        int whole = output.Blocks / tile.Blocks, rest = output.Blocks % tile.Blocks;
        if (whole > 0 && rest > 0)
        {
            using (writer.Block($"if (tile < {whole})")) EmitRows(writer, set, rows, tile);
            using (writer.Block("else")) EmitRows(writer, set, rows, tile with { Blocks = rest });
        }
        else
        {
            EmitRows(writer, set, rows, tile);
        }
    }

    private void EmitRows(CodeWriter writer, InstructionSet set, BalancedSplit rows, RegisterTile tile)
    {
        if (rows.Larger < rows.Pieces)
        {
            using (writer.Block($"if (rows < {rows.Larger})")) EmitColumns(writer, set, tile with { Rows = rows.Size });
            using (writer.Block("else")) EmitColumns(writer, set, tile with { Rows = rows.Size - 1 });
        }
        else
        {
            EmitColumns(writer, set, tile with { Rows = rows.Size });
        }
    }

    private void EmitColumns(CodeWriter writer, InstructionSet set, RegisterTile tile)
    {
        int inputStep = Horizontal.InputStep * Input.For(set).PixelStride;
        int outputStep = Horizontal.OutputStep * Output.For(set).PixelStride;
        foreach ((int size, int count, int first) in BalancedSplit.Of(Horizontal.Count, tile.Columns).Runs)
        {
            string tileMethod = TileMethod(tile with { Columns = size });
            int start = first * (size + 1);
            writer.Repeat(count, i => $"{tileMethod}(x{MethodText.Plus(start * inputStep)}{MethodText.Term(i, size * inputStep)}, w, bias, "
                + $"y{MethodText.Plus(start * outputStep)}{MethodText.Term(i, size * outputStep)});");
        }
    }

    private IEnumerable<RegisterTile> Variants(InstructionSet set, RegisterTile tile)
    {
        int blocks = Output.For(set).Blocks;
        int[] blockCounts = blocks % tile.Blocks == 0 ? [tile.Blocks] : [tile.Blocks, blocks % tile.Blocks];
        return from b in blockCounts
               from r in RowTiles(tile).Runs
               from c in BalancedSplit.Of(Horizontal.Count, tile.Columns).Runs
               select new RegisterTile(b, r.Size, c.Size);
    }

    private string TileMethod(RegisterTile tile) => $"{Name}_b{tile.Blocks}r{tile.Rows}c{tile.Columns}";

    private void EmitTile(CodeWriter writer, InstructionSet set, RegisterTile tile)
    {
        string summary = $"{tile.Blocks} blocks of {set.Lanes} channels for {tile.Rows}×{tile.Columns} pixels in {tile.Blocks * tile.Pixels} registers.";
        writer.Method(summary, $"private static void {TileMethod(tile)}(float* x, float* w, float* bias, float* y)", () =>
        {
            MultiplyAddTile registers = new(set, tile.Blocks, tile.Pixels);
            registers.Begin(writer, Bias ? block => set.Load($"bias{MethodText.Plus(block * set.Lanes)}") : _ => set.Zero);
            if (Vertical.Taps * Horizontal.Taps > 0) EmitReduction(writer, set, tile, registers);
            registers.Activate(writer, Activation, Slope);
            Layout output = Output.For(set);
            registers.Store(writer, (block, pixel) => (block * output.BlockStride)
                + (pixel / tile.Columns * Vertical.OutputStep * output.RowStride)
                + (pixel % tile.Columns * Horizontal.OutputStep * output.PixelStride));
        });
    }

    private void EmitReduction(CodeWriter writer, InstructionSet set, RegisterTile tile, MultiplyAddTile registers)
    {
        Layout input = Input.For(set);
        WeightPacking weights = Weights(set);
        bool planar = Input.Planar;
        List<(string, int)> loops = [("block", weights.InputBlocksPerTile), ("tapRow", Vertical.Taps)];
        if (!planar) loops.Add(("tapColumn", Horizontal.Taps));
        int rest = weights.PackedInputs % input.Lanes;
        writer.Loops(loops, () =>
        {
            writer.Line("float* p = x"
                + (weights.InputBlocksPerTile > 1 ? MethodText.Term("block", input.BlockStride) : "")
                + (Vertical.Taps > 1 ? MethodText.Term("tapRow", Vertical.TapStep * input.RowStride) : "")
                + (!planar && Horizontal.Taps > 1 ? MethodText.Term("tapColumn", Horizontal.TapStep * input.PixelStride) : "") + ";");
            string count = planar ? $"{Horizontal.Taps}"
                : rest == 0 ? $"{input.Lanes}"
                : weights.InputBlocksPerTile == 1 ? $"{rest}"
                : $"(block < {weights.InputBlocksPerTile - 1} ? {input.Lanes} : {rest})";
            using (writer.Block($"for (int i = {count}; i > 0; i--)"))
            {
                registers.Step(writer, pixel => MethodText.Element(
                    "p",
                    (pixel / tile.Columns * Vertical.InputStep * input.RowStride)
                    + (pixel % tile.Columns * Horizontal.InputStep * input.PixelStride)));
                writer.Line($"p += {(planar ? Horizontal.TapStep : 1)};");
                writer.Line($"w += {tile.Blocks * set.Lanes};");
            }
        });
    }
}
