using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph;

/// <summary>
/// The intermediate representation: nodes in topological order, the inputs first, each naming the nodes it reads by index.
/// Immutable and equal by value, because it crosses the incremental pipeline; no symbol, syntax or location may ever be
/// stored here.
/// </summary>
/// <param name="Nodes">The nodes.</param>
/// <param name="Results">What the network gives: its own results first, those that exist in training only behind them.</param>
internal sealed record NetworkGraph(EquatableArray<Node> Nodes, EquatableArray<GraphResult> Results)
{
    /// <summary>A chain, whose last node is the result.</summary>
    public NetworkGraph(EquatableArray<Node> nodes)
        : this(nodes, EquatableArray.Of(new GraphResult("output", nodes.Count - 1, null)))
    {
    }

    /// <summary>Whether predictions must not use algorithms that round differently from the sums that define a convolution.</summary>
    public bool IsStrict { get; init; }

    /// <summary>The node the network's first result comes from.</summary>
    public Node Output => Nodes[Results[0].Node];

    /// <summary>The node that stands for the first input.</summary>
    public Node Input => Nodes[0];

    /// <summary>The nodes that stand for inputs.</summary>
    public IEnumerable<int> Inputs => Enumerable.Range(0, Nodes.Count).Where(index => Nodes[index].Operation is Input);

    /// <summary>The values of all inputs of one image.</summary>
    public long InputLength => Inputs.Sum(index => Nodes[index].Shape.Length);

    /// <summary>The values of all results that a prediction gives.</summary>
    public long OutputLength => Results.Where(result => result.AuxiliaryWeight is null).Sum(result => Nodes[result.Node].Shape.Length);

    /// <summary>The values of all results of a forward pass in training.</summary>
    public long TrainingOutputLength => Results.Sum(result => Nodes[result.Node].Shape.Length);

    /// <summary>Whether a node's value is a result of the network.</summary>
    public bool IsResult(int node) => Results.Any(result => result.Node == node);

    /// <summary>The shapes a node reads.</summary>
    public EquatableArray<Shape> InputShapes(Node node) =>
        node.Inputs.Select(index => Nodes[index].Shape).ToEquatableArray();

    /// <summary>The parameters of a node.</summary>
    public IEnumerable<LayerParameter> ParametersOf(Node node) => node.Operation.Parameters(InputShapes(node));
}

/// <summary>One tensor and the operation that makes it.</summary>
/// <param name="Name">Unique in the network and the prefix of its parameters' names: <c>conv1</c>.</param>
/// <param name="Operation">What is computed.</param>
/// <param name="Inputs">Indices of the nodes that are read.</param>
/// <param name="Shape">The result for one image.</param>
internal sealed record Node(string Name, Operation Operation, EquatableArray<int> Inputs, Shape Shape);

/// <summary>One result of a network.</summary>
/// <param name="Name">Of the stage: <c>logits</c>.</param>
/// <param name="Node">Its node's index.</param>
/// <param name="AuxiliaryWeight">The factor of its loss where it exists in training only; null for the network's own results.</param>
internal sealed record GraphResult(string Name, int Node, float? AuxiliaryWeight);
