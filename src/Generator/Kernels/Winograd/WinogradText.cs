using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>Loads, constants and sums of Winograd's transforms.</summary>
internal static class WinogradText
{
    /// <summary>Loads <c>d0</c>, <c>d1</c>… from an address for each.</summary>
    public static void Loads(CodeWriter writer, InstructionSet set, IEnumerable<int> data, Func<int, string> address) =>
        writer.Line($"{set.Vector} {string.Join(", ", data.Select(i => $"d{i} = {set.Load(address(i))}"))};");

    /// <summary>Declares the constants of sums with such factors.</summary>
    public static void Constants(CodeWriter writer, InstructionSet set, IEnumerable<double> factors)
    {
        foreach (double factor in factors.Where(factor => Math.Abs(factor) != 1).Distinct())
            writer.Line($"{set.Vector} {Constant(factor)} = {set.Broadcast(KernelText.Literal((float)factor))};");
    }

    /// <summary>A sum of products; those with a factor of 1 come first, so that all others are one multiply-add each.</summary>
    public static string Sum(InstructionSet set, IEnumerable<(double Factor, string Value)> terms)
    {
        string sum = "";
        foreach ((double factor, string value) in terms.OrderBy(term => term.Factor == 1 ? 0 : term.Factor == -1 ? 1 : 2))
        {
            sum = factor switch
            {
                1 => sum.Length == 0 ? value : $"({sum} + {value})",
                -1 => sum.Length == 0 ? $"-{value}" : $"({sum} - {value})",
                _ when sum.Length == 0 => $"{value} * {Constant(factor)}",
                _ => set.MultiplyAdd(value, Constant(factor), sum),
            };
        }

        return sum.StartsWith("(", StringComparison.Ordinal) ? sum.Substring(1, sum.Length - 2) : sum;
    }

    private static string Constant(double factor) => "k" + KernelNames.Of((float)factor);
}
