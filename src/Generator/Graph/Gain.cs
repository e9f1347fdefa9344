using System;
using System.Collections.Generic;
using System.Linq;

namespace NetGen.Generator.Graph;

/// <summary>
/// How much larger weights must begin so that what follows them keeps the size of signals. Pools, normalisations, dropout and
/// whatever else has no gain of its own are looked through; where several layers read, the largest gain counts, and the
/// network's result asks for 1.
/// </summary>
internal static class Gain
{
    /// <summary>The gain behind every node.</summary>
    public static IReadOnlyList<double> Of(NetworkGraph graph)
    {
        double?[] gains = new double?[graph.Nodes.Count];

        // Readers stand behind what they read, so that going backwards every node knows its own readers' gains.
        for (int i = gains.Length - 1; i >= 0; i--)
        {
            Node node = graph.Nodes[i];
            foreach (int input in node.Inputs)
            {
                double? asked = node.Operation.GainBefore ?? gains[i];
                if (asked is double gain) gains[input] = Math.Max(gains[input] ?? 0, gain);
            }
        }

        return [.. gains.Select(gain => gain ?? 1)];
    }
}
