using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph;

/// <summary>Why layers are no network.</summary>
/// <param name="Node">The node at fault: 0 is the input.</param>
/// <param name="Error">What is wrong with it, the sentence complete.</param>
internal sealed record GraphError(int Node, ShapeError Error);

/// <summary>
/// Builds a graph, node by node, and stops at the first that does not fit: what comes behind it has no shape, so that one
/// mistake is one error.
/// </summary>
internal sealed class GraphBuilder
{
    private readonly List<Node> _nodes = [];
    private long _parameters;

    /// <summary>What is wrong, or null.</summary>
    public GraphError? Error { get; private set; }

    /// <summary>The nodes so far.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>The graph of inputs and at least one layer, whose last node is the result; null after an error.</summary>
    public NetworkGraph? Graph => _nodes.Count > 0 && _nodes[_nodes.Count - 1].Operation is not Input
        ? GraphOf([new GraphResult("output", _nodes.Count - 1, null)]) : null;

    /// <summary>The graph with the given results; null after an error.</summary>
    public NetworkGraph? GraphOf(IEnumerable<GraphResult> results) =>
        Error is null ? new NetworkGraph(_nodes.ToEquatableArray(), results.ToEquatableArray()) : null;

    /// <summary>Adds an input; its node, or null after an error.</summary>
    public int? AddInput(Shape shape, string name = "input")
    {
        if (Error is not null) return null;
        if (Input.Check(shape) is { } error) return Fail(error, []);
        if (InputLength(shape) > int.MaxValue)
            return Fail(new ShapeError(ShapeRule.Budget, null, "Input: all inputs together have more values than a span holds"), []);
        _nodes.Add(new Node(name, new Input(), EquatableArray<int>.Empty, shape));
        return _nodes.Count - 1;
    }

    /// <summary>Adds a layer behind the last node; its node, or null after an error.</summary>
    public int? Add(string name, Operation operation) => Add(name, operation, [_nodes.Count - 1]);

    /// <summary>Adds a layer that reads nodes; its node, or null after an error.</summary>
    public int? Add(string name, Operation operation, int[] read)
    {
        if (Error is not null) return null;
        EquatableArray<Shape> inputs = read.Select(index => _nodes[index].Shape).ToEquatableArray();
        operation = operation.Resolve(inputs);
        Inference inference = operation.Infer(inputs);
        if (inference.Error is { } error) return Fail(error, read);
        if (Overflow(operation, inputs, inference.Shape!) is { } overflow) return Fail(overflow, read);
        _nodes.Add(new Node(name, operation, read.ToEquatableArray(), inference.Shape!));
        return _nodes.Count - 1;
    }

    private long InputLength(Shape next) =>
        _nodes.Where(node => node.Operation is Input).Aggregate(next.Length, (sum, node) => Budget.Add(sum, node.Shape.Length));

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

    private int? Fail(ShapeError error, int[] read)
    {
        bool aboutShapes = read.Length > 0 && error.Rule is not (ShapeRule.PositiveSize or ShapeRule.Padding or ShapeRule.Range);
        string chain = !aboutShapes ? ""
            : read.Length == 1 ? "; the chain is " + Chain(read[0])
            : "; the chains are " + string.Join(" and ", read.Select(Chain));
        Error = new GraphError(_nodes.Count, error with { Message = error.Message + chain });
        return null;
    }

    /// <summary>
    /// The shapes on the way from an input to a node: <c>image 3×32×32 → conv1 20×28×28</c>. Layers that keep the shape are left
    /// out, and of the tensors that a layer joins the first is followed.
    /// </summary>
    private string Chain(int node)
    {
        var way = new List<Node> { _nodes[node] };
        while (way[0].Inputs.Count > 0) way.Insert(0, _nodes[way[0].Inputs[0]]);
        IEnumerable<string> links = way
            .Where((link, index) => index == 0 || !link.Shape.Equals(way[index - 1].Shape))
            .Select((link, index) => index > 0 ? $"{link.Name} {link.Shape}" : $"{KindOf(link)} {link.Shape}");
        return string.Join(" → ", links);
    }

    private static string KindOf(Node input) => input.Name != "input" ? input.Name : input.Shape.Noun;
}
