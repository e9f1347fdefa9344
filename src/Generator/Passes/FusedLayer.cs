using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;

namespace NetGen.Generator.Passes;

/// <summary>Nodes that one kernel computes: a main operation, with the normalisation and the activation that follow it.</summary>
/// <param name="Main">The first node's index.</param>
/// <param name="Norm">A batch normalisation folded into its weights, or null.</param>
/// <param name="Activation">An activation in its epilogue, or null.</param>
internal sealed record FusedLayer(int Main, int? Norm, int? Activation)
{
    /// <summary>The node whose tensor the kernel writes.</summary>
    public int Output => Activation ?? Norm ?? Main;
}

/// <summary>The fusion pass: cuts a graph into layers.</summary>
internal static class Fusion
{
    /// <summary>For inference, where batch normalisation folds into weights.</summary>
    public static List<FusedLayer> ForInference(NetworkGraph graph) => Fuse(graph, foldNorms: true);

    /// <summary>For training, where batch normalisation needs the batch and stands alone.</summary>
    public static List<FusedLayer> ForTraining(NetworkGraph graph) => Fuse(graph, foldNorms: false);

    /// <summary>Whether an activation can stand in the epilogue of a kernel that multiplies.</summary>
    public static bool IsEpilogue(Operation operation) => operation is Activation
    {
        Function: ActivationFunction.ReLU,
    }
    or Activation
    {
        Function: ActivationFunction.LeakyReLU, Slope: >= 0 and <= 1,
    };

    private static List<FusedLayer> Fuse(NetworkGraph graph, bool foldNorms)
    {
        var layers = new List<FusedLayer>();
        var taken = new HashSet<int>();
        for (int i = 1; i < graph.Nodes.Count; i++)
        {
            if (taken.Contains(i)) continue;
            bool multiplies = graph.Nodes[i].Operation is Conv or Linear;
            int? norm = multiplies && foldNorms ? OnlyReader(graph, i, operation => operation is BatchNorm) : null;
            bool hasEpilogue = multiplies || graph.Nodes[i].Operation is BatchNorm;
            int? activation = hasEpilogue ? OnlyReader(graph, norm ?? i, IsEpilogue) : null;
            var layer = new FusedLayer(i, norm, activation);
            if (norm is int n) taken.Add(n);
            if (activation is int a) taken.Add(a);
            layers.Add(layer);
        }

        return layers;
    }

    private static int? OnlyReader(NetworkGraph graph, int node, System.Func<Operation, bool> condition)
    {
        List<int> readers = Enumerable.Range(0, graph.Nodes.Count).Where(i => graph.Nodes[i].Inputs.Contains(node)).ToList();
        return readers.Count == 1 && condition(graph.Nodes[readers[0]].Operation) ? readers[0] : null;
    }
}
