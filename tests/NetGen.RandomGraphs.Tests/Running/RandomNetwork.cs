using NetGen.Generator.Graph;
using NetGen.RandomGraphs.Tests.Oracle;

namespace NetGen.RandomGraphs.Tests.Running;

/// <summary>One network of the suite.</summary>
/// <param name="Name">Its class.</param>
/// <param name="Seed">What it was drawn with.</param>
/// <param name="Source">Its declaration.</param>
/// <param name="Graph">As the front end reads it.</param>
/// <param name="Trial">Its numbers, and what the reference makes of them.</param>
internal sealed record RandomNetwork(string Name, int Seed, string Source, NetworkGraph Graph, Trial Trial)
{
    /// <summary>The nodes with their shapes and what they read.</summary>
    public string Describe() => string.Join("\n", Graph.Nodes.Select((node, index) =>
        $"{index,3} {node.Name} {node.Shape} ← {string.Join(", ", node.Inputs)}: {node.Operation}"));

    public override string ToString() => $"{Name}, seed {Seed}:\n{Source}";
}
