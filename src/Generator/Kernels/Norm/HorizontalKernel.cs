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
        writer.Line($"// {summary}");
        using (writer.Block("private static float " + header.Replace("v16", $"v{set.Lanes}")))
        {
            InstructionSet narrow = set;
            for (; narrow.Half is { } half; narrow = half)
            {
                string whole = $"v{narrow.Lanes}";
                string combined = combine(half, $"{whole}.GetLower()", $"{whole}.GetUpper()");
                writer.Line($"{half.Vector} v{half.Lanes} = {combined};");
            }

            string lanes = $"v{narrow.Lanes}";
            for (int part = narrow.Lanes / 2; part > 1; part /= 2)
                writer.Line($"{lanes} = {combine(narrow, lanes, narrow.Exchange(lanes, part))};");
            writer.Line($"return {narrow.First($"({combine(narrow, lanes, narrow.Exchange(lanes, 1))})")};");
        }

        writer.Line();
    }
}
