using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The body that weight gradients of convolutions share: a tile of weights to which the products of all pixels of an image
/// are added. Where the pixels lie comes as the runtime's ConvGradientWalk.
/// </summary>
/// <param name="Set">The only instruction set that it is written for.</param>
/// <param name="Blocks">Blocks of output channels.</param>
/// <param name="Columns">Neighbouring input channels, or taps where the input is planar.</param>
/// <param name="ColumnStep">From the input of a column to that of the next, in floats; 0 for a tile of one column.</param>
internal sealed record ConvWeightGradientTileKernel(InstructionSet Set, int Blocks, int Columns, int ColumnStep) : KernelSpec
{
    public override string Name => $"ConvWeightGradientTile_{Set.Name}_b{Blocks}c{Columns}{(ColumnStep is 0 or 1 ? "" : $"s{ColumnStep}")}";

    /// <summary>A call.</summary>
    public string Call(string x, string dy, string dw) => $"{Name}({x}, {dy}, {dw}, walk);";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Set) return;
        string summary = $"{Blocks} blocks of {set.Lanes} output channels for {Columns} weights in {Blocks * Columns} registers.";
        writer.Method(summary, $"private static void {Name}(float* x, float* dy, float* dw, in ConvGradientWalk walk)", () =>
        {
            MultiplyAddTile registers = new(set, Blocks, Columns);
            registers.Load(writer);
            writer.Line("nint next = walk.ColumnStride;");
            using (writer.Block("for (int i = walk.Planes; i > 0; i--, x += walk.PlaneStride, dy += walk.GradientPlaneStride)"))
            {
                writer.Line("float* row = x, gradientRow = dy;");
                using (writer.Block("for (int j = walk.Rows; j > 0; j--, row += walk.RowStride, gradientRow += walk.GradientRowStride)"))
                    EmitRow(writer, registers);
            }

            registers.Store(writer);
        });
    }

    private void EmitRow(CodeWriter writer, MultiplyAddTile registers)
    {
        writer.Line("float* p = row, g0 = gradientRow;");
        for (int block = 1; block < Blocks; block++) writer.Line($"float* g{block} = g{block - 1} + walk.GradientBlockStride;");
        using (writer.Block("for (int n = walk.Columns; n > 0; n--)"))
        {
            registers.Step(writer, block => $"g{block}", column => MethodText.Element("p", column * ColumnStep));
            writer.Line("p += next;");
            writer.Line(string.Join(" ", Enumerable.Range(0, Blocks).Select(block => $"g{block} += {Set.Lanes};")));
        }
    }
}
