using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph.Operations;

namespace NetGen.Generator.Graph;

/// <summary>States what must hold of every graph; tests run it between passes.</summary>
internal static class GraphVerifier
{
    /// <summary>A sentence for each thing that does not hold; none for a sound graph.</summary>
    public static IEnumerable<string> Verify(NetworkGraph graph)
    {
        if (graph.Nodes.Count == 0) return ["The graph has no nodes."];
        return graph.Nodes.SelectMany((node, index) => VerifyNode(graph, node, index)).Concat(VerifyNames(graph));
    }

    private static IEnumerable<string> VerifyNode(NetworkGraph graph, Node node, int index)
    {
        if (node.Operation is Input != (index == 0)) yield return $"{node.Name}: the input is node 0 and nothing else is.";
        if (node.Operation is Input)
        {
            if (node.Inputs.Count > 0) yield return $"{node.Name}: the input reads nothing.";
            if (Input.Check(node.Shape) is { } wrong) yield return $"{node.Name}: {wrong.Message}.";
            yield break;
        }

        if (node.Inputs.Count != node.Operation.InputCount)
        {
            yield return $"{node.Name}: reads {node.Inputs.Count} nodes, but a {node.Operation.Kind} reads {node.Operation.InputCount}.";
        }
        else if (node.Inputs.Any(input => input < 0 || input >= index))
        {
            yield return $"{node.Name}: reads a node that does not stand before it.";
        }
        else
        {
            Inference inference = node.Operation.Infer(graph.InputShapes(node));
            if (inference.Error is { } error) yield return $"{node.Name}: {error.Message}.";
            else if (!inference.Shape!.Equals(node.Shape)) yield return $"{node.Name}: says {node.Shape} but gives {inference.Shape}.";
        }
    }

    private static IEnumerable<string> VerifyNames(NetworkGraph graph) => graph.Nodes
        .GroupBy(node => node.Name)
        .Where(group => group.Count() > 1)
        .Select(group => $"{group.Key}: {group.Count()} nodes have this name.");
}
