using System;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>Combines the lanes of one vector, by halves.</summary>
internal sealed record HorizontalKernel : KernelSpec
{
    public override string Name => "Horizontal";

    /// <summary>The largest lane.</summary>
    public string Max(string vector) => $"{Name}Max({vector})";

    /// <summary>The sum of all lanes.</summary>
    public string Sum(string vector) => $"{Name}Sum({vector})";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        Emit(writer, set, "The largest lane.", Max(set.Vector + " v16"), (half, a, b) => half.Max(a, b));
        Emit(writer, set, "The sum of all lanes.", Sum(set.Vector + " v16"), (_, a, b) => $"{a} + {b}");
    }

    private static void Emit(
        CodeWriter writer, InstructionSet set, string summary, string header, Func<InstructionSet, string, string, string> combine)
    {
        InstructionSet quarter = InstructionSet.Vector128;
        writer.Line($"// {summary}");
        using (writer.Block("private static float " + header.Replace("v16", $"v{set.Lanes}")))
        {
            foreach (InstructionSet half in new[] { InstructionSet.Avx2, quarter })
            {
                if (half.Lanes >= set.Lanes) continue;
                string whole = $"v{half.Lanes * 2}";
                string combined = combine(half, $"{whole}.GetLower()", $"{whole}.GetUpper()");
                writer.Line($"{half.Vector} v{half.Lanes} = {combined};");
            }

            string swapped = "Vector128.Shuffle(v4, Vector128.Create(2, 3, 0, 1))";
            writer.Line($"v4 = {combine(quarter, "v4", swapped)};");
            writer.Line($"return ({combine(quarter, "v4", "Vector128.Shuffle(v4, Vector128.Create(1, 0, 3, 2))")}).ToScalar();");
        }

        writer.Line();
    }
}
