using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The body that makes the seven products of one register tile, each on top of an earlier one where the algorithm adds them: with A for
/// weights and B for pixels, and sums S of the former and T of the latter,
/// U₁ = A₁₁B₁₁, C₁₁ = U₁ + A₁₂B₂₁, U₂ = U₁ + S₂T₂, U₃ = U₂ + S₃T₃, C₂₁ = U₃ − A₂₂T₄, U₄ = U₂ + S₁T₁, C₁₂ = U₄ + S₄B₂₂.
/// What is left, C₂₂ = U₃ + (U₄ − U₂), is made with the outputs.
/// </summary>
/// <param name="Set">The only instruction set that it is written for.</param>
/// <param name="Tile">The products in registers.</param>
/// <param name="ReadsPixels">Whether products that need no sums read the input itself.</param>
internal sealed record StrassenProductsKernel(InstructionSet Set, RegisterTile Tile, bool ReadsPixels) : KernelSpec
{
    /// <summary>For each product the one that it is added to; the first stands alone.</summary>
    private static readonly int[] _addedTo = [-1, 0, 0, 2, 3, 2, 5];

    /// <summary>The quarter of the input that a product without a sum reads: how many halves of the channels and of the pixels lie before it.</summary>
    private static readonly Dictionary<int, string> _quarters = new()
    {
        [0] = "x",
        [1] = "x + half",
        [6] = "x + half + pairs",
    };

    public override string Name => $"StrassenProducts_{Set.Name}_b{Tile.Blocks}c{Tile.Columns}{(ReadsPixels ? "x" : "")}";

    public override IEnumerable<KernelSpec> Dependencies => [Body(adds: false), Body(adds: true)];

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Set) return;
        int length = Tile.Blocks * Tile.Columns * set.Lanes, row = Tile.Columns * set.Lanes;
        string summary = $"Seven products of {Tile.Blocks} blocks of {set.Lanes} channels and {Tile.Columns} pairs of pixels.";
        string pixels = ReadsPixels ? "float* x, " : "";
        writer.Method(summary, $"private static void {Name}({pixels}float* sums, float* w, float* products, int ahead, in StrassenWalk walk)", () =>
        {
            writer.Line($"nint panel = walk.PanelLength, weights = (nint)walk.HalfBlocks * {set.Lanes * Tile.Blocks * set.Lanes};");
            writer.Line($"ConvWalk product = new(walk.HalfBlocks, {row}, {set.Lanes}, {set.Lanes}, 1, 1, 0, 1, 0, 1, 0, 0, {row}, 0, {set.Lanes}, KernelEpilogue.None, "
                + $"{row}, 0, ({StrassenTiling.Products} * walk.GroupLength) + ahead, walk.NextStep);");
            if (ReadsPixels)
            {
                writer.Line($"nint half = (nint)walk.HalfBlocks * walk.BlockStride, pairs = (nint)walk.Pairs * {set.Lanes};");
                writer.Line("ConvWalk plain = product with { BlockStride = walk.BlockStride };");
            }

            for (int n = 0; n < StrassenTiling.Products; n++) EmitProduct(writer, n, length);
        });
    }

    private void EmitProduct(CodeWriter writer, int n, int length)
    {
        string? added = _addedTo[n] < 0 ? null : "products" + MethodText.Plus(_addedTo[n] * length);
        int panel = StrassenInputKernel.Panel(n, ReadsPixels);
        (string input, string walk) = panel < 0 ? (_quarters[n], "plain") : ("sums" + Times(panel, "panel"), "product");
        writer.Line(Body(added is not null).Call(input, "w" + Times(n, "weights"), "null", "products" + MethodText.Plus(n * length), added, walk));
    }

    private ConvTileKernel Body(bool adds) => new(Set, Tile, Tile.Columns == 1 ? 0 : Set.Lanes, Leaky: false) { Adds = adds };

    private static string Times(int count, string stride) => count switch
    {
        0 => "",
        1 => $" + {stride}",
        _ => $" + ({stride} * {count})",
    };
}
