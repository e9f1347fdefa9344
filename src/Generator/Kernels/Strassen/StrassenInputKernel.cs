using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The body that makes what the seven products read of a strip of pairs of pixels, all blocks of channels: a panel for each product, or for
/// those only that read a sum. A pixel that does not exist counts as zero.
/// </summary>
/// <param name="Set">The only instruction set that it is written for.</param>
/// <param name="SumsOnly">Whether products that read no sum read the input itself.</param>
internal sealed record StrassenInputKernel(InstructionSet Set, bool SumsOnly) : KernelSpec
{
    /// <summary>What products read, in their order.</summary>
    private static readonly string[] _read = ["b11", "b21", "t2", "t3", "t4", "t1", "b22"];

    public override string Name => $"StrassenInput_{Set.Name}{(SumsOnly ? "_x" : "")}";

    /// <summary>How many panels there are.</summary>
    public static int Panels(bool sumsOnly) => _read.Count(value => !sumsOnly || IsSum(value));

    /// <summary>Which panel a product reads; -1 where it reads the input itself.</summary>
    public static int Panel(int product, bool sumsOnly) =>
        sumsOnly && !IsSum(_read[product]) ? -1 : _read.Take(product).Count(value => !sumsOnly || IsSum(value));

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Set) return;
        string arguments = "float* x, float* sums, int* places, int firsts, int seconds, int columns, in StrassenWalk walk";
        writer.Method("Sums of quarters of the input.", $"private static void {Name}({arguments})", () =>
        {
            writer.Line("nint next = walk.PanelLength, half = (nint)walk.HalfBlocks * walk.BlockStride;");
            using (writer.Block("for (int block = walk.HalfBlocks; block > 0; block--, x += walk.BlockStride)"))
            {
                writer.Line("int* place = places;");
                using (writer.Block($"for (int i = 0; i < columns; i++, sums += {set.Lanes}, place += {StrassenPartKernel.PlacesOfPair})"))
                {
                    EmitLoads(writer, "b11", "b21", "firsts", "place[0]");
                    EmitLoads(writer, "b12", "b22", "seconds", "place[1]");
                    writer.Line($"{set.Vector} t1 = b12 - b11, t2 = b22 - t1, t3 = b22 - b12, t4 = t2 - b21;");
                    writer.Line("float* s = sums;");
                    string[] stored = [.. _read.Where(value => !SumsOnly || IsSum(value))];
                    for (int i = 0; i < stored.Length; i++) writer.Line(set.Store(stored[i], "s") + (i + 1 < stored.Length ? " s += next;" : ""));
                }
            }
        });
    }

    private static bool IsSum(string value) => value[0] == 't';

    /// <summary>The same pixel of both halves of the channels.</summary>
    private void EmitLoads(CodeWriter writer, string upper, string lower, string count, string place)
    {
        if (SumsOnly)
        {
            writer.Line($"{Set.Vector} {upper} = {Set.Load($"x + {place}")}, {lower} = {Set.Load($"x + {place} + half")};");
            return;
        }

        writer.Line($"{Set.Vector} {upper} = {Set.Zero}, {lower} = {Set.Zero};");
        writer.Line($"if (i < {count}) {{ {upper} = {Set.Load($"x + {place}")}; {lower} = {Set.Load($"x + {place} + half")}; }}");
    }
}
