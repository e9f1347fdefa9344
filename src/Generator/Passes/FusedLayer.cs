using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Passes.Rules;

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

    /// <summary>
    /// Whether an activation can stand in the epilogue of a kernel that multiplies. Its gradient is made from its output, because
    /// its input is never stored.
    /// </summary>
    public static bool IsClamp(Activation activation) => activation is { Function: ActivationFunction.ReLU or ActivationFunction.ReLU6 }
        or { Function: ActivationFunction.LeakyReLU, Slope: >= 0 and <= 1 };

    private static List<FusedLayer> Fuse(NetworkGraph graph, bool foldNorms)
    {
        var layers = new List<FusedLayer>();
        var taken = new HashSet<int>();
        int[] onlyReader = OnlyReaders(graph);
        int? Reader(int node, Func<Operation, bool> condition) =>
            onlyReader[node] >= 0 && condition(graph.Nodes[onlyReader[node]].Operation) ? onlyReader[node] : null;

        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            if (taken.Contains(i) || graph.Nodes[i].Operation is Input) continue;
            LayerRule rule = LayerRules.Of(graph.Nodes[i].Operation);
            int? norm = foldNorms && rule.FoldsNorm ? Reader(i, operation => operation is BatchNorm) : null;
            int? activation = Reader(norm ?? i, operation => operation is Activation function && rule.TakesActivation(function));
            if (norm is int n) taken.Add(n);
            if (activation is int a) taken.Add(a);
            layers.Add(new FusedLayer(i, norm, activation));
        }

        return layers;
    }

    /// <summary>For each node the one that alone reads it; −1 where there are more, or where it is a result of the network.</summary>
    private static int[] OnlyReaders(NetworkGraph graph)
    {
        const int None = -1, Several = -2;
        int[] readers = [.. Enumerable.Repeat(None, graph.Nodes.Count)];
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            foreach (int input in graph.Nodes[i].Inputs) readers[input] = readers[input] == None ? i : Several;
        }

        foreach (GraphResult result in graph.Results) readers[result.Node] = Several;
        return readers;
    }
}
