using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>What all kernel templates write alike.</summary>
internal static class MethodText
{
    /// <summary>
    /// A hot method. It is optimised at once, because it has loops that would otherwise begin in slow code, and its address
    /// arithmetic is unchecked whatever the user's project says.
    /// </summary>
    public static void Method(this CodeWriter writer, string summary, string signature, Action body)
    {
        writer.Line($"// {summary}");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Block(signature))
        using (writer.Block("unchecked"))
        {
            body();
        }

        writer.Line();
    }

    /// <summary>Nested loops from 0 to a count around a body; a loop that runs once is left out.</summary>
    public static void Loops(this CodeWriter writer, IReadOnlyList<(string Variable, int Count)> loops, Action body, int depth = 0)
    {
        if (depth == loops.Count)
        {
            body();
            return;
        }

        (string variable, int count) = loops[depth];
        if (count == 1)
        {
            writer.Loops(loops, body, depth + 1);
            return;
        }

        using (writer.Block($"for (int {variable} = 0; {variable} < {count}; {variable}++)"))
        {
            writer.Loops(loops, body, depth + 1);
        }
    }

    /// <summary>A statement for each of a count, without a loop where there is only one.</summary>
    public static void Repeat(this CodeWriter writer, int count, Func<string, string> statement) =>
        writer.Line(count == 1 ? statement("") : $"for (int i = 0; i < {count}; i++) {statement("i")}");

    /// <summary>A choice between two texts; without a condition the first alone.</summary>
    public static void Branch(this CodeWriter writer, string condition, Action then, Action otherwise)
    {
        if (condition.Length == 0)
        {
            then();
            return;
        }

        using (writer.Block($"if ({condition})")) then();
        using (writer.Block("else")) otherwise();
    }

    /// <summary>Moves a pointer by a sum of terms that begin with their signs, if there are any.</summary>
    public static void Advance(this CodeWriter writer, string pointer, params string[] terms)
    {
        string sum = string.Concat(terms);
        if (sum.Length > 0) writer.Line($"{pointer} += {(sum.StartsWith(" + ", StringComparison.Ordinal) ? sum.Substring(3) : sum.TrimStart())};");
    }

    /// <summary>Integers as arguments of a call.</summary>
    public static string Arguments(params int[] values) => string.Join(", ", values.Select(KernelText.Integer));

    /// <summary>Large integers as arguments.</summary>
    public static string Arguments(IEnumerable<long> values) => string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>An element behind a pointer.</summary>
    public static string Element(string pointer, int offset) => offset == 0 ? "*" + pointer : $"{pointer}[{offset}]";

    /// <summary>
    /// A product that is left out where it is zero or the variable has no name: <c> + (row * 20)</c>, or <c> - (row * 20)</c>, as a number with a minus
    /// sign would be written with the sign of the user's culture.
    /// </summary>
    public static string Term(string variable, int stride) => stride switch
    {
        _ when variable.Length == 0 => "",
        0 => "",
        1 => $" + {variable}",
        -1 => $" - {variable}",
        < 0 => $" - ({variable} * {-stride})",
        _ => $" + ({variable} * {stride})",
    };

    /// <summary>A summand that is left out where it is zero.</summary>
    public static string Plus(long offset) => offset switch
    {
        0 => "",
        < 0 => $" - {-offset}",
        _ => $" + {offset}",
    };
}
