using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph;

/// <summary>Why a chain of layers is no network.</summary>
/// <param name="Node">The node at fault: 0 is the input.</param>
/// <param name="Error">What is wrong with it, the sentence complete.</param>
internal sealed record GraphError(int Node, ShapeError Error);

/// <summary>
/// Builds the graph of a sequential network, layer by layer, and stops at the first layer that does not fit: what comes
/// behind it has no shape, so that one mistake is one error.
/// </summary>
internal sealed class GraphBuilder
{
    private readonly List<Node> _nodes = [];
    private long _parameters;

    /// <summary>What is wrong, or null.</summary>
    public GraphError? Error { get; private set; }

    /// <summary>The graph of an input and at least one layer; null after an error.</summary>
    public NetworkGraph? Graph => Error is null && _nodes.Count > 1 ? new NetworkGraph(_nodes.ToEquatableArray()) : null;

    /// <summary>The nodes so far.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>Adds the input.</summary>
    public void AddInput(Shape shape)
    {
        if (Input.Check(shape) is { } error)
        {
            Fail(error);
            return;
        }

        _nodes.Add(new Node("input", new Input(), EquatableArray<int>.Empty, shape));
    }

    /// <summary>Adds a layer behind the last node; does nothing after an error.</summary>
    public void Add(string name, Operation operation)
    {
        if (Error is not null) return;
        EquatableArray<Shape> inputs = EquatableArray.Of(_nodes[_nodes.Count - 1].Shape);
        operation = operation.Resolve(inputs);
        Inference inference = operation.Infer(inputs);
        if (inference.Error is { } error)
        {
            Fail(error);
        }
        else if (Overflow(operation, inputs, inference.Shape!) is { } overflow)
        {
            Fail(overflow);
        }
        else
        {
            _nodes.Add(new Node(name, operation, EquatableArray.Of(_nodes.Count - 1), inference.Shape!));
        }
    }

    private ShapeError? Overflow(Operation operation, EquatableArray<Shape> inputs, Shape output)
    {
        if (Input.TooLarge(operation.Kind + ": its output", output) is { } error) return error;
        long own = operation.Parameters(inputs).Aggregate(0L, (sum, next) => Budget.Add(sum, next.Length));
        _parameters = Budget.Add(_parameters, own);
        if (_parameters <= Budget.ParameterLength) return null;
        string sum = own == _parameters
            ? Sentence.Of($"{operation.Kind} has {own} parameters")
            : Sentence.Of($"{operation.Kind}: with its {own} parameters the network has {_parameters}");
        return new ShapeError(ShapeRule.Budget, null, sum + Sentence.Of($", more than the {Budget.ParameterLength} that NetGen can address"));
    }

    private void Fail(ShapeError error)
    {
        bool aboutShapes = _nodes.Count > 0 && error.Rule is not (ShapeRule.PositiveSize or ShapeRule.Padding or ShapeRule.Range);
        string chain = aboutShapes ? "; the chain is " + Chain() : "";
        Error = new GraphError(_nodes.Count, error with { Message = error.Message + chain });
    }

    /// <summary>The shapes up to here: <c>image 3×32×32 → conv1 20×28×28</c>. Layers that keep the shape are left out.</summary>
    private string Chain()
    {
        IEnumerable<string> links = _nodes
            .Where((node, index) => index == 0 || !node.Shape.Equals(_nodes[index - 1].Shape))
            .Select((node, index) => index > 0 ? $"{node.Name} {node.Shape}"
                : $"{node.Shape.Noun} {node.Shape}");
        return string.Join(" → ", links);
    }
}
