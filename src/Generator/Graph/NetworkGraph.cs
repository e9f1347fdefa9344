using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph;

/// <summary>
/// The intermediate representation: nodes in topological order, each naming the nodes it reads by index. Immutable and
/// equal by value, because it crosses the incremental pipeline; no symbol, syntax or location may ever be stored here.
/// </summary>
internal sealed record NetworkGraph(EquatableArray<Node> Nodes)
{
    /// <summary>The node the network's result comes from.</summary>
    public Node Output => Nodes[Nodes.Count - 1];

    /// <summary>The node that stands for the image.</summary>
    public Node Input => Nodes[0];

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
