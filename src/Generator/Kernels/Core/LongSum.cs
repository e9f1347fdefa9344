using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// Sums of any number of values, for every kernel that adds over pixels, images or channels. A run of a few values is added in single
/// precision; sums of runs are added in double precision, which costs two conversions and two additions for each run. So the rounding error
/// is that of a run, however many there are, and no intermediate sum of runs overflows.
/// </summary>
internal static class LongSum
{
    /// <summary>Values that go into one accumulator before their sum goes on.</summary>
    public const int RunLength = 16;

    /// <summary>
    /// As many values may be added one after the other where their number is known: equal ones, whose roundings all point the same way, then
    /// are off by 8e-7 at most.
    /// </summary>
    public const int LongestChain = 49;

    /// <summary>Declares sums of zero.</summary>
    public static void Declare(CodeWriter writer, InstructionSet set, params string[] sums)
    {
        string wide = $"{set.Static}<double>";
        IEnumerable<string> halves = sums.SelectMany(sum => new[] { $"{Low(sum)} = {wide}.Zero", $"{High(sum)} = {wide}.Zero" });
        writer.Line($"{wide} {string.Join(", ", halves)};");
    }

    /// <summary>Adds a run's sum, a variable.</summary>
    public static void Add(CodeWriter writer, InstructionSet set, string sum, string run) => writer.Line(
        $"{Low(sum)} += {set.Static}.WidenLower({run}); {High(sum)} += {set.Static}.WidenUpper({run});");

    /// <summary>Writes a loop from one number to before another in runs, with what comes before and after each run.</summary>
    public static void Runs(CodeWriter writer, string variable, string from, string to, Action begin, Action body, Action end)
    {
        using CodeWriter.Scope runs = writer.Block($"for (int {variable} = {from}; {variable} < {to};)");
        writer.Line($"int end = Math.Min({variable} + {RunLength}, {to});");
        begin();
        using (writer.Block($"for (; {variable} < end; {variable}++)")) body();
        end();
    }

    /// <summary>The sum, rounded.</summary>
    public static string Value(InstructionSet set, string sum) => $"{set.Static}.Narrow({Low(sum)}, {High(sum)})";

    private static string Low(string sum) => sum + "Low";

    private static string High(string sum) => sum + "High";
}
