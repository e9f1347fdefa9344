using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Passes;

/// <summary>
/// The layout pass: which nodes share a tensor, and in what form each tensor is kept. A flattening that only fully connected
/// layers read (through functions of single elements) costs nothing: its readers take the image in blocks and have their
/// weights packed to match.
/// </summary>
internal sealed class TensorForms
{
    private readonly NetworkGraph _graph;
    private readonly bool _training;
    private readonly int[] _owner;
    private readonly bool[] _learns;
    private readonly TensorForm[] _activations;
    private readonly TensorForm[] _gradients;

    public TensorForms(NetworkGraph graph, bool training)
    {
        _graph = graph;
        _training = training;
        _owner = new int[graph.Nodes.Count];
        for (int i = 0; i < _owner.Length; i++) _owner[i] = IsView(i) ? _owner[graph.Nodes[i].Inputs[0]] : i;
        _learns = new bool[_owner.Length];
        for (int i = 0; i < _learns.Length; i++) _learns[i] = HasLearned(i) || graph.Nodes[i].Inputs.Any(input => _learns[input]);
        _activations = Enumerable.Range(0, _owner.Length).Select(ActivationForm).ToArray();
        _gradients = Enumerable.Range(0, _owner.Length).Select(GradientForm).ToArray();
    }

    /// <summary>The node whose tensor a node's value is.</summary>
    public int Owner(int node) => _owner[node];

    /// <summary>Whether a node is only another name for the tensor it reads.</summary>
    public bool IsAlias(int node) => _owner[node] != node;

    /// <summary>Whether a node's value depends on something learned, so that a gradient must reach it.</summary>
    public bool Learns(int node) => _learns[node];

    /// <summary>How a node's value is kept.</summary>
    public TensorForm Value(int node) => _activations[_owner[node]];

    /// <summary>How the gradient by a node's value is kept.</summary>
    public TensorForm Gradient(int node) => _gradients[_owner[node]];

    /// <summary>The forward pass of a convolution along its axes.</summary>
    public static (ConvAxis Vertical, ConvAxis Horizontal) Axes(Conv conv, Shape output) => (
        ConvAxis.Forward(output.Height, conv.Kernel.Height, conv.Stride.Height, conv.Padding.Top, conv.Dilation.Height),
        ConvAxis.Forward(output.Width, conv.Kernel.Width, conv.Stride.Width, conv.Padding.Left, conv.Dilation.Width));

    /// <summary>The gradient by a convolution's input: one convolution for each remainder of row and column by the strides.</summary>
    public static IEnumerable<(BackwardPhase Vertical, BackwardPhase Horizontal)> BackwardPhases(Conv conv, Shape input) =>
        from row in Enumerable.Range(0, Math.Min(conv.Stride.Height, input.Height))
        from column in Enumerable.Range(0, Math.Min(conv.Stride.Width, input.Width))
        select (
            BackwardPhase.Of(input.Height, conv.Kernel.Height, conv.Stride.Height, conv.Padding.Top, conv.Dilation.Height, row),
            BackwardPhase.Of(input.Width, conv.Kernel.Width, conv.Stride.Width, conv.Padding.Left, conv.Dilation.Width, column));

    private IEnumerable<int> Readers(int node) =>
        Enumerable.Range(0, _graph.Nodes.Count).Where(i => _graph.Nodes[i].Inputs.Contains(node));

    private IEnumerable<int> ReadersOfTensor(int owner) =>
        Enumerable.Range(0, _owner.Length).Where(node => _owner[node] == owner).SelectMany(Readers).Where(reader => !IsAlias(reader));

    private bool IsView(int node) => _graph.Nodes[node].Operation switch
    {
        Dropout dropout => !_training || dropout.Probability == 0,
        Flatten => IsFlat(_graph.Nodes[_graph.Nodes[node].Inputs[0]].Shape) || IsReadAsImage(node),
        _ => false,
    };

    private bool HasLearned(int node) =>
        _graph.ParametersOf(_graph.Nodes[node]).Any(parameter => ParameterTable.IsLearned(parameter.Role));

    private static bool IsFlat(Shape shape) => shape.Height * shape.Width == 1;

    /// <summary>Whether a flattened value may stay an image: every reader copes, and it is not the network's result.</summary>
    private bool IsReadAsImage(int node) => Readers(node).Any() && Readers(node).All(reader => _graph.Nodes[reader].Operation switch
    {
        Linear => true,
        Activation or Dropout or Flatten => IsReadAsImage(reader),
        _ => false,
    });

    private TensorForm ActivationForm(int node)
    {
        List<int> readers = ReadersOfTensor(node).ToList();
        bool planar = node == 0 && readers.Count > 0
            && readers.All(reader => _graph.Nodes[reader].Operation is Linear or Conv { Groups: 1 });
        Edges halo = readers.Aggregate(Edges.None, (edges, reader) => Edges.Max(edges, ReadHalo(reader)));
        return new TensorForm(PhysicalShape(node), halo, planar);
    }

    /// <summary>The shape in memory: functions of elements keep an image that is called flat by name only.</summary>
    private Shape PhysicalShape(int node)
    {
        Node it = _graph.Nodes[node];
        return it.Operation is Activation or Dropout ? PhysicalShape(_owner[it.Inputs[0]]) : it.Shape;
    }

    private Edges ReadHalo(int reader)
    {
        if (_graph.Nodes[reader].Operation is not Conv conv) return Edges.None;
        Shape input = _graph.Nodes[_graph.Nodes[reader].Inputs[0]].Shape;
        (ConvAxis vertical, ConvAxis horizontal) = Axes(conv, _graph.Nodes[reader].Shape);
        return new(
            vertical.ReachBefore, horizontal.ReachBefore, vertical.ReachAfter(input.Height), horizontal.ReachAfter(input.Width));
    }

    /// <summary>The gradient by a convolution's result is read with a halo by the gradient by its input.</summary>
    private TensorForm GradientForm(int node)
    {
        int producer = node;
        Edges halo = Edges.None;
        // An activation, a normalisation or a dropout hands its gradient on in place, so the convolution before it asks for the halo.
        while (_graph.Nodes[producer].Operation is Activation or BatchNorm or Dropout) producer = _owner[_graph.Nodes[producer].Inputs[0]];
        if (_graph.Nodes[producer].Operation is Conv conv && _learns[_graph.Nodes[producer].Inputs[0]])
        {
            Shape output = _graph.Nodes[producer].Shape;
            foreach ((BackwardPhase vertical, BackwardPhase horizontal) in BackwardPhases(conv, _graph.Nodes[_graph.Nodes[producer].Inputs[0]].Shape))
            {
                halo = Edges.Max(halo, new(
                    vertical.Axis.ReachBefore, horizontal.Axis.ReachBefore,
                    vertical.Axis.ReachAfter(output.Height), horizontal.Axis.ReachAfter(output.Width)));
            }
        }

        return new TensorForm(PhysicalShape(node), halo);
    }
}
