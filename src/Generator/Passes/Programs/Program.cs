using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes.Programs;

/// <summary>
/// A network on its way from a graph to a plan, for prediction or for training. Each pass takes one and gives one that says more; what no
/// pass has said yet is empty. Immutable and equal by value.
/// </summary>
/// <param name="Graph">The part of the network that is computed.</param>
/// <param name="Parameters">The parameters of the whole network.</param>
/// <param name="IsTraining">Whether it is the program of training steps.</param>
internal sealed record Program(NetworkGraph Graph, EquatableArray<ParameterSpec> Parameters, bool IsTraining)
{
    /// <summary>How far it is.</summary>
    public ProgramStage Stage { get; init; }

    /// <summary>For each node how it is computed, if it is a convolution; empty where all are computed as they are defined.</summary>
    public EquatableArray<ConvAlgorithm> Choices { get; init; }

    /// <summary>What kernels compute, in the order of the steps.</summary>
    public EquatableArray<FusedLayer> Layers { get; init; }

    /// <summary>Which nodes share tensors.</summary>
    public TensorPlaces Places { get; init; } = TensorPlaces.None;

    /// <summary>How tensors are kept.</summary>
    public TensorForms Forms { get; init; } = TensorForms.None;

    /// <summary>The steps, and the memory that they work on.</summary>
    public Plan Plan { get; init; } = Plan.Empty;

    /// <summary>The kernels that the steps call, each once, and behind them those that only other kernels call.</summary>
    public EquatableArray<KernelEntry> Kernels { get; init; }

    /// <summary>How a node is computed.</summary>
    public ConvAlgorithm AlgorithmOf(int node) => Choices.Count == 0 ? ConvAlgorithm.Direct : Choices[node];

    /// <summary>How a node's value is kept.</summary>
    public TensorForm ValueForm(int node) => Forms.Values[Places.Owner(node)];

    /// <summary>How the gradient by a node's value is kept.</summary>
    public TensorForm GradientForm(int node) => Forms.Gradients[Places.GradientOwner(node)];

    /// <summary>The shape of a node's value in memory: functions of elements keep an image that is called flat by name only.</summary>
    public Shape PhysicalShape(int node)
    {
        while (Graph.Nodes[node] is { Operation: Activation or Dropout } function) node = Places.Owner(function.Inputs[0]);
        return Graph.Nodes[node].Shape;
    }

    /// <summary>The layers without those that only give a tensor another name.</summary>
    public IEnumerable<FusedLayer> ComputedLayers => Layers.Where(layer => !Places.IsAlias(layer.Main));
}
