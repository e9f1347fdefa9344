using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The body that runs one part of a convolution by Strassen's algorithm: sums a chunk of the input's pixels, and for each register tile of
/// channels multiplies and combines strip by strip. Layers whose register tiles agree share it.
/// </summary>
/// <param name="Set">The only instruction set that it is written for.</param>
/// <param name="Blocks">Blocks of outputs in a register tile.</param>
/// <param name="Rest">Blocks of the last register tile if it has fewer, else 0.</param>
/// <param name="Columns">Pairs of pixels in a register tile.</param>
/// <param name="ReadsPixels">Whether products that need no sums read the input itself, whose pixels follow each other.</param>
/// <param name="Residual">Whether a tensor is added before the activation.</param>
/// <param name="Leaky">Whether the activation is a leaky ReLU; otherwise bounds are applied.</param>
internal sealed record StrassenPartKernel(InstructionSet Set, int Blocks, int Rest, int Columns, bool ReadsPixels, bool Residual, bool Leaky) : KernelSpec
{
    /// <summary>Numbers that say where the pixels of a pair lie: two each in the input, the output and the residual.</summary>
    public const int PlacesOfPair = 6;

    public override string Name =>
        $"StrassenPart_{Set.Name}_b{Blocks}{(Rest == 0 ? "" : $"r{Rest}")}c{Columns}{(ReadsPixels ? "x" : "")}{(Residual ? "_Add" : "")}{(Leaky ? "_Leaky" : "")}";

    /// <summary>The sums, the products and their combination.</summary>
    public override IEnumerable<KernelSpec> Dependencies
    {
        get
        {
            yield return Input;
            yield return Output;
            foreach (int blocks in Rest == 0 ? new[] { Blocks } : [Blocks, Rest])
            {
                StrassenProductsKernel products = Products(blocks);
                yield return products;
                foreach (KernelSpec tile in products.Dependencies) yield return tile;
            }
        }
    }

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Set) return;
        string summary = "A chunk of pairs of pixels of a convolution by Strassen's algorithm.";
        string residual = Residual ? "float* residual, " : "";
        string arguments = $"float* x, float* w, float* bias, {residual}float* y, float* scratch, bool prepared, int part, in StrassenWalk walk";
        writer.Method(summary, $"private static void {Name}({arguments})", () =>
        {
            writer.Line("int chunk = part / walk.Splits, first = chunk * walk.ChunkStrips, strips = Math.Min(walk.ChunkStrips, walk.Strips - first);");
            writer.Line($"int panels = {StrassenInputKernel.Panels(ReadsPixels)} * walk.PanelLength;");
            writer.Line("float* products = scratch + ((nint)walk.ChunkStrips * panels);");
            writer.Line($"int* places = (int*)(products + {StrassenTiling.Products * Blocks * Columns * set.Lanes});");
            writer.Line($"if (!prepared) walk.Place(places, first * {Columns}, strips * {Columns}, {set.Lanes});");
            using (writer.Block("for (int i = prepared ? strips : 0; i < strips; i++)"))
            {
                EmitCounts(writer);
                writer.Line($"{Input.Name}(x, scratch + ((nint)i * panels), places + (i * {Columns * PlacesOfPair}), firsts, seconds, {Columns}, walk);");
            }

            EmitGroups(writer);
        });
    }

    private StrassenInputKernel Input => new(Set, ReadsPixels);

    private StrassenOutputKernel Output => new(Set, Residual, Leaky);

    private StrassenProductsKernel Products(int blocks) => new(Set, new RegisterTile(blocks, 1, Columns), ReadsPixels);

    /// <summary>How many pairs of a strip have a first pixel, and how many a second one.</summary>
    private void EmitCounts(CodeWriter writer)
    {
        writer.Line($"int pair = (first + i) * {Columns};");
        writer.Line($"int firsts = Math.Min({Columns}, walk.Pairs - pair), seconds = Math.Min({Columns}, walk.Pixels - walk.Pairs - pair);");
    }

    private void EmitGroups(CodeWriter writer)
    {
        writer.Line("int group = part % walk.Splits * walk.GroupsPerSplit, last = Math.Min(group + walk.GroupsPerSplit, walk.Groups);");
        using (writer.Block("for (; group < last; group++)"))
        {
            writer.Line($"float* v = w + ((nint)group * {StrassenTiling.Products} * walk.GroupLength);");
            writer.Line($"int block = group * {Blocks};");
            writer.Line($"float* added = bias == null ? null : bias + (block * {Set.Lanes});");
            using (writer.Block("for (int i = 0; i < strips; i++)"))
            {
                writer.Line("float* sums = scratch + ((nint)i * panels);");
                EmitCounts(writer);
                writer.Branch(Rest == 0 ? "" : "group < walk.Groups - 1", () => EmitStrip(writer, Blocks), () => EmitStrip(writer, Rest));
            }
        }
    }

    private void EmitStrip(CodeWriter writer, int blocks)
    {
        string residual = Residual ? "residual + ((nint)block * walk.ResidualBlockStride), " : "";
        string pixels = ReadsPixels ? $"x + (pair * {Set.Lanes}), " : "";
        writer.Line($"{Products(blocks).Name}({pixels}sums, v, products, i * walk.NextRun, walk);");
        writer.Line($"{Output.Name}(products, added, {residual}y + ((nint)block * walk.OutputBlockStride), places + (i * {Columns * PlacesOfPair}), firsts, seconds, {Columns}, {blocks}, walk);");
    }
}
