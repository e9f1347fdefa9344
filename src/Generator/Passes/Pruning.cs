using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>
/// The pass that takes away what a prediction does not need: results that exist in training only, and what only they read.
/// </summary>
internal static class Pruning
{
    /// <summary>Leaves the nodes that a prediction needs, and all inputs.</summary>
    public static Program Prune(Program program) => program with { Graph = Prune(program.Graph) };

    private static NetworkGraph Prune(NetworkGraph graph)
    {
        if (graph.Results.All(result => result.AuxiliaryWeight is null)) return graph;
        bool[] needed = Needed(graph);
        int[] places = new int[graph.Nodes.Count];
        for (int i = 1; i < places.Length; i++) places[i] = places[i - 1] + (needed[i - 1] ? 1 : 0);
        return graph with
        {
            Nodes = graph.Nodes.Where((_, index) => needed[index])
                .Select(node => node with { Inputs = node.Inputs.Select(input => places[input]).ToEquatableArray() }).ToEquatableArray(),
            Results = graph.Results.Where(result => result.AuxiliaryWeight is null)
                .Select(result => result with { Node = places[result.Node] }).ToEquatableArray(),
        };
    }

    private static bool[] Needed(NetworkGraph graph)
    {
        bool[] needed = [.. graph.Nodes.Select(node => node.Operation is Input)];
        foreach (GraphResult result in graph.Results.Where(result => result.AuxiliaryWeight is null)) needed[result.Node] = true;
        for (int i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            if (!needed[i]) continue;
            foreach (int input in graph.Nodes[i].Inputs) needed[input] = true;
        }

        return needed;
    }
}
