using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Kernels;

/// <summary>
/// Emits sums over the pixels of a block of channels. Each row is summed by itself, in several accumulators that hide the
/// latency of the addition, so that the rounding error grows with the row's length and the number of rows and not with
/// their product.
/// </summary>
internal static class PixelSums
{
    private const int LongestRun = 64;

    /// <summary>Writes the loops; sums are added to variables that the emitted code has declared.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="set">The instruction set.</param>
    /// <param name="tensors">What is walked over.</param>
    /// <param name="totals">The variables that the sums are added to.</param>
    /// <param name="body">Writes what adds one pixel to the accumulators, which are given in the order of the totals.</param>
    public static void Emit(
        CodeWriter writer, InstructionSet set, WalkedTensor[] tensors, IReadOnlyList<string> totals,
        Action<WalkedPixel, IReadOnlyList<string>> body)
    {
        PixelLoop plan = new(tensors) { LongestRun = LongestRun };
        int accumulators = plan.Suffixes;
        PixelLoop loop = new(tensors)
        {
            LongestRun = LongestRun,
            RowBegin = () =>
            {
                foreach (string total in totals)
                {
                    writer.Line($"{set.Vector} {string.Join(", ", Enumerable.Range(0, accumulators).Select(i => $"{total}{i} = {set.Zero}"))};");
                }
            },
            RowEnd = () =>
            {
                foreach (string total in totals) writer.Line($"{total} += {Tree(total, 0, accumulators)};");
            },
        };
        loop.Emit(writer, pixel => body(pixel, [.. totals.Select(total => total + pixel.Suffix)]));
    }

    /// <summary>The sum of the accumulators from one to before another, by halves.</summary>
    private static string Tree(string total, int from, int to) => to - from == 1
        ? $"{total}{from}"
        : $"({Tree(total, from, (from + to + 1) / 2)} + {Tree(total, (from + to + 1) / 2, to)})";
}
