using System;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The body that weight gradients of depthwise convolutions share: an accumulator for each of some taps of one block of
/// channels, to which the products of all pixels of an image are added. Strides come as the runtime's ConvGradientWalk.
/// </summary>
/// <param name="Set">The only instruction set that it is written for.</param>
/// <param name="Rows">Rows of taps.</param>
/// <param name="Columns">Columns of taps.</param>
/// <param name="ColumnStep">From the input of a tap to that of its neighbour, in floats; 0 for one column.</param>
internal sealed record DepthwiseWeightGradientTileKernel(InstructionSet Set, int Rows, int Columns, int ColumnStep) : KernelSpec
{
    public override string Name => $"DepthwiseWeightGradientTile_{Set.Name}_r{Rows}c{Columns}{(ColumnStep == 0 ? "" : $"s{KernelNames.Of(ColumnStep)}")}";

    /// <summary>A call; strides are those between rows of taps, of the input and of the packed gradient.</summary>
    public string Call(string x, string dw, int tapRowStride, int packedRowStride) =>
        $"{Name}({x}, dy, {dw}, {MethodText.Arguments(tapRowStride, packedRowStride)}, walk);";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Set) return;
        string arguments = "float* x, float* dy, float* dw, int tapRowStride, int packedRowStride, in ConvGradientWalk walk";
        writer.Method($"{Rows}×{Columns} taps of {set.Lanes} channels in {Rows * Columns} registers.", $"private static void {Name}({arguments})", () =>
        {
            ForEach((row, column) => writer.Line($"{set.Vector} {Accumulator(row, column)} = {set.Load(Packed(row, column))};"));
            writer.Line("nint next = walk.ColumnStride;");
            using (writer.Block("for (int i = walk.Planes; i > 0; i--, x += walk.PlaneStride, dy += walk.GradientPlaneStride)"))
            {
                writer.Line("float* row = x, gradientRow = dy;");
                using (writer.Block("for (int j = walk.Rows; j > 0; j--, row += walk.RowStride, gradientRow += walk.GradientRowStride)")) EmitRow(writer);
            }

            ForEach((row, column) => writer.Line(set.Store(Accumulator(row, column), Packed(row, column))));
        });
    }

    private void EmitRow(CodeWriter writer)
    {
        writer.Line("float* g = gradientRow, p0 = row;");
        for (int row = 1; row < Rows; row++) writer.Line($"float* p{row} = p{row - 1} + tapRowStride;");
        using (writer.Block("for (int n = walk.Columns; n > 0; n--)"))
        {
            writer.Line($"{Set.Vector} s = {Set.Load("g")};");
            ForEach((row, column) =>
            {
                string product = Set.MultiplyAdd("s", Set.Load($"p{row}{MethodText.Plus(column * ColumnStep)}"), Accumulator(row, column));
                writer.Line($"{Accumulator(row, column)} = {product};");
            });
            for (int row = 0; row < Rows; row++) writer.Line($"p{row} += next;");
            writer.Line($"g += {Set.Lanes};");
        }
    }

    private void ForEach(Action<int, int> action)
    {
        for (int i = 0; i < Rows * Columns; i++) action(i / Columns, i % Columns);
    }

    private static string Accumulator(int row, int column) => $"c{row}_{column}";

    private string Packed(int row, int column) =>
        (row == 0 ? "dw" : row == 1 ? "dw + packedRowStride" : $"dw + (packedRowStride * {row})") + MethodText.Plus(column * Set.Lanes);
}
