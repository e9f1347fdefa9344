using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// What convolutions do with a part that are cut into the same register tiles: a tile of rows for a tile of blocks of channels, column after
/// column. How many there are of each, and where they lie, comes as the runtime's ConvPart and ConvWalk.
/// </summary>
/// <param name="Largest">The largest tile, of which others have a row or a column less.</param>
/// <param name="RestBlocks">Blocks of the last tile of channels, where they do not divide; otherwise 0.</param>
/// <param name="FewerRows">Whether some tiles have a row less.</param>
/// <param name="FewerColumns">Whether some tiles have a column less.</param>
internal sealed record ConvPartKernel(ConvTileKernel Largest, int RestBlocks, bool FewerRows, bool FewerColumns) : KernelSpec
{
    public override string Name =>
        $"{Largest.Name.Replace("ConvTile", "ConvPart")}{(RestBlocks == 0 ? "" : $"_b{RestBlocks}")}{(FewerRows ? "_r" : "")}{(FewerColumns ? "_c" : "")}";

    public override IEnumerable<KernelSpec> Dependencies =>
        from blocks in RestBlocks == 0 ? new[] { Tile.Blocks } : [Tile.Blocks, RestBlocks]
        from rows in FewerRows ? new[] { Tile.Rows, Tile.Rows - 1 } : [Tile.Rows]
        from columns in FewerColumns ? new[] { Tile.Columns, Tile.Columns - 1 } : [Tile.Columns]
        select Body(blocks, rows, columns);

    private RegisterTile Tile => Largest.Tile;

    private string Residual => Largest.Adds ? "float* r, " : "";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Largest.Set) return;
        string summary = $"A part of a convolution in tiles of {Tile.Blocks} blocks, {Tile.Rows} rows and {Tile.Columns} columns.";
        string signature = $"private static void {Name}(float* x, float* w, float* bias, {Residual}float* y, int part, in ConvPart numbers, in ConvWalk strides)";
        writer.Method(summary, signature, () =>
        {
            writer.Line("int rows = part % numbers.RowTiles, plane = part / numbers.RowTiles % numbers.Planes, tile = part / numbers.RowTiles / numbers.Planes;");
            string fewer = FewerRows ? " - Math.Max(0, rows - numbers.LargerRows)" : "";
            writer.Line($"nint row = (rows * {Tile.Rows}){fewer};");
            writer.Line("x += (row * strides.RowStride) + ((nint)plane * numbers.PlaneStride);");
            writer.Line("w += (nint)tile * numbers.WeightStride;");
            writer.Line($"if (bias != null) bias += tile * {Tile.Blocks * set.Lanes};");
            EmitOutputAddress(writer, "y", "Output");
            if (Largest.Adds) EmitOutputAddress(writer, "r", "Residual");
            writer.Line("ConvWalk walk = strides with { NextWeights = strides.NextWeights + (rows * numbers.NextStride) };");
            writer.Branch(RestBlocks == 0 ? "" : "tile < numbers.WholeTiles", () => EmitRows(writer, Tile.Blocks), () => EmitRows(writer, RestBlocks));
        });
    }

    private void EmitOutputAddress(CodeWriter writer, string pointer, string tensor) => writer.Line(
        $"{pointer} += (row * strides.{tensor}RowStride) + ((nint)plane * numbers.{tensor}PlaneStride) + ((nint)tile * {Tile.Blocks} * strides.{tensor}BlockStride);");

    private void EmitRows(CodeWriter writer, int blocks) => writer.Branch(
        FewerRows ? "rows < numbers.LargerRows" : "", () => EmitColumns(writer, blocks, Tile.Rows), () => EmitColumns(writer, blocks, Tile.Rows - 1));

    private void EmitColumns(CodeWriter writer, int blocks, int rows)
    {
        EmitRun(writer, Body(blocks, rows, Tile.Columns), "LargerColumns");
        if (FewerColumns) EmitRun(writer, Body(blocks, rows, Tile.Columns - 1), "SmallerColumns");
    }

    private void EmitRun(CodeWriter writer, ConvTileKernel body, string count)
    {
        int columns = body.Tile.Columns;
        using (writer.Block($"for (int i = numbers.{count}; i > 0; i--)"))
        {
            writer.Line(body.Call("x", "w", "bias", "y", Largest.Adds ? "r" : null));
            writer.Line($"x += numbers.ColumnStride * {columns};");
            writer.Line($"y += strides.OutputColumnStride * {columns};");
            if (Largest.Adds) writer.Line($"r += strides.OutputColumnStride * {columns};");
        }
    }

    private ConvTileKernel Body(int blocks, int rows, int columns) =>
        Largest with { Tile = new RegisterTile(blocks, rows, columns), ColumnStep = columns == 1 ? 0 : Largest.ColumnStep };
}
