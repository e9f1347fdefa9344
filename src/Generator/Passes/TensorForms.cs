using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Rules;

namespace NetGen.Generator.Passes;

/// <summary>
/// The layout pass: which nodes share a tensor, and in what form each tensor is kept. A flattening that only fully connected
/// layers read (through functions of single elements) costs nothing: its readers take the image in blocks and have their
/// weights packed to match. In training, layers whose gradient can be made in place share one tensor for both gradients.
/// </summary>
internal sealed class TensorForms
{
    private readonly NetworkGraph _graph;
    private readonly bool _training;
    private readonly List<int>[] _readers;
    private readonly int[] _owner;
    private readonly bool[] _learns;
    private readonly int[] _gradientOwner;
    private readonly ConcatParts _parts;
    private readonly TensorForm[] _activations;
    private readonly TensorForm[] _gradients;

    public TensorForms(NetworkGraph graph, bool training)
    {
        _graph = graph;
        _training = training;
        int count = graph.Nodes.Count;
        _readers = [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
        for (int i = 0; i < count; i++)
        {
            foreach (int input in graph.Nodes[i].Inputs) _readers[input].Add(i);
        }

        _owner = new int[count];
        for (int i = 0; i < count; i++) _owner[i] = IsView(i) ? _owner[graph.Nodes[i].Inputs[0]] : i;
        _learns = new bool[count];
        for (int i = 0; i < count; i++) _learns[i] = HasLearned(i) || graph.Nodes[i].Inputs.Any(input => _learns[input]);
        _gradientOwner = [.. _owner];
        if (training) ShareGradients();
        else AddInPlace();
        _parts = training ? ConcatParts.None(_owner) : new ConcatParts(graph, _owner);
        _activations = ActivationForms();
        _gradients = GradientForms();
    }

    /// <summary>The node whose tensor a node's value is.</summary>
    public int Owner(int node) => _owner[node];

    /// <summary>Whether a node is only another name for the tensor it reads.</summary>
    public bool IsAlias(int node) => _owner[node] != node;

    /// <summary>Whether a node's value depends on something learned, so that a gradient must reach it.</summary>
    public bool Learns(int node) => _learns[node];

    /// <summary>How a node's value is kept.</summary>
    public TensorForm Value(int node) => _activations[_owner[node]];

    /// <summary>The node in whose tensor a node's value lies, as a part that begins at a channel, or as the whole.</summary>
    public (int Whole, int Channel) Place(int node) => _parts.Place(_owner[node]);

    /// <summary>Whether an input of a concatenation was written where it belongs.</summary>
    public bool IsInPlace(int concat, int input, int channel) => _parts.IsInPlace(concat, input, channel);

    /// <summary>The node whose gradient's tensor the gradient by a node's value is kept in.</summary>
    public int GradientOwner(int node) => _gradientOwner[_owner[node]];

    /// <summary>Whether the gradients by two nodes' values are one tensor.</summary>
    public bool SharesGradient(int node, int other) => GradientOwner(node) == GradientOwner(other);

    /// <summary>How the gradient by a node's value is kept.</summary>
    public TensorForm Gradient(int node) => _gradients[GradientOwner(node)];

    /// <summary>The layers that read a tensor, under whatever name.</summary>
    private IEnumerable<int> ReadersOfTensor(int owner) =>
        Enumerable.Range(owner, _owner.Length - owner).Where(node => _owner[node] == owner).SelectMany(node => _readers[node]).Where(reader => !IsAlias(reader));

    private bool IsView(int node) => _graph.Nodes[node].Operation switch
    {
        Dropout dropout => !_training || dropout.Probability == 0,
        Flatten => IsFlat(_graph.Nodes[_graph.Nodes[node].Inputs[0]].Shape) || (IsReadAsImage(node) && !HasHalo(_owner[_graph.Nodes[node].Inputs[0]])),
        _ => false,
    };

    private bool HasLearned(int node) =>
        _graph.ParametersOf(_graph.Nodes[node]).Any(parameter => ParameterTable.IsLearned(parameter.Role));

    private static bool IsFlat(Shape shape) => shape.Pixels == 1;

    /// <summary>Whether a flattened value may stay an image: every reader copes, and it is not the network's result.</summary>
    private bool IsReadAsImage(int node) => _readers[node].Count > 0 && !_graph.IsResult(node) && _readers[node].All(reader => _graph.Nodes[reader].Operation switch
    {
        Linear => true,
        Activation or Dropout or Flatten => IsReadAsImage(reader),
        _ => false,
    });

    /// <summary>Whether a convolution wants zeros around a tensor, under any of the names that it may get.</summary>
    private bool HasHalo(int node) => _readers[node].Any(reader =>
        _graph.Nodes[reader].Operation is Dropout or Flatten ? HasHalo(reader) : ReadHalo(reader) != Edges.None);

    private Edges ReadHalo(int reader)
    {
        Node it = _graph.Nodes[reader];
        return LayerRules.Of(it.Operation).InputHalo(it.Operation, _graph.Nodes[it.Inputs[0]].Shape, it.Shape);
    }

    /// <summary>The form of each tensor; parts and the whole have the halo of the one that needs most.</summary>
    private TensorForm[] ActivationForms()
    {
        TensorForm[] forms = [.. Enumerable.Range(0, _owner.Length).Select(ActivationForm)];
        var halos = new Edges[forms.Length];
        for (int i = 0; i < forms.Length; i++)
        {
            int whole = Place(i).Whole;
            if (!IsAlias(i)) halos[whole] = Edges.Max(halos[whole], forms[i].Halo);
        }

        for (int i = 0; i < forms.Length; i++) forms[i] = forms[i] with { Halo = halos[Place(i).Whole] };
        return forms;
    }

    private TensorForm ActivationForm(int node)
    {
        List<int> readers = ReadersOfTensor(node).ToList();
        bool planar = _graph.Nodes[node].Operation is Input && readers.Count > 0 && !_graph.IsResult(node)
            && readers.All(reader => LayerRules.Of(_graph.Nodes[reader].Operation).ReadsPlanar(_graph.Nodes[reader].Operation));
        Edges halo = readers.Aggregate(Edges.None, (edges, reader) => Edges.Max(edges, ReadHalo(reader)));
        return new TensorForm(PhysicalShape(node), halo, planar);
    }

    /// <summary>The shape in memory: functions of elements keep an image that is called flat by name only.</summary>
    private Shape PhysicalShape(int node)
    {
        Node it = _graph.Nodes[node];
        return it.Operation is Activation or Dropout ? PhysicalShape(_owner[it.Inputs[0]]) : it.Shape;
    }

    /// <summary>
    /// A layer that adds a tensor which nobody reads afterwards writes its result there: each pixel is read before it is written, and memory is
    /// touched once instead of twice.
    /// </summary>
    private void AddInPlace()
    {
        List<FusedLayer> layers = Fusion.ForInference(_graph);
        var order = new Dictionary<int, int>();
        for (int i = 0; i < layers.Count; i++)
        {
            foreach (int node in layers[i].Nodes) order[node] = i;
        }

        foreach (FusedLayer layer in layers)
        {
            if (layer.Residual is not int residual || !CanOverwrite(residual, layer, order)) continue;
            int from = _owner[layer.Output], to = _owner[residual];
            for (int i = 0; i < _owner.Length; i++)
            {
                if (_owner[i] == from) _owner[i] = to;
            }
        }
    }

    /// <summary>Whether a layer is the last that reads a tensor, and reads it pixel by pixel only.</summary>
    private bool CanOverwrite(int residual, FusedLayer layer, Dictionary<int, int> order)
    {
        int owner = _owner[residual];
        int[] names = [.. Enumerable.Range(0, _owner.Length).Where(node => _owner[node] == owner || _owner[node] == _owner[layer.Output])];
        bool isFree = names.All(node => !_graph.IsResult(node) && _graph.Nodes[node].Operation is not (Input or Concat or Flatten or Reshape)
            && _readers[node].All(reader => _graph.Nodes[reader].Operation is not Concat));
        return isFree && layer.Nodes.All(node => node == layer.Sum || _graph.Nodes[node].Inputs.All(input => _owner[input] != owner))
            && ReadersOfTensor(owner).All(reader => layer.Nodes.Contains(reader) || order[reader] < order[layer.Main]);
    }

    /// <summary>
    /// A layer that works in place hands its gradient on in the memory in which it came, if it alone reads its input. Of a sum's
    /// operands one can have the sum's own gradient.
    /// </summary>
    private void ShareGradients()
    {
        foreach (FusedLayer layer in Fusion.ForTraining(_graph).Where(layer => !IsAlias(layer.Main)).Reverse())
        {
            Node main = _graph.Nodes[layer.Main];
            if (!LayerRules.Of(main.Operation).GradientInPlace) continue;
            int input = main.Inputs.Where(node => CanShare(node, layer)).DefaultIfEmpty(-1).First();
            if (input < 0) continue;
            int from = _owner[input], to = GradientOwner(layer.Output);
            for (int i = 0; i < _gradientOwner.Length; i++)
            {
                if (_gradientOwner[i] == from) _gradientOwner[i] = to;
            }
        }
    }

    private bool CanShare(int input, FusedLayer layer)
    {
        int owner = _owner[input];
        return _learns[input] && _graph.Nodes[input].Shape.Equals(_graph.Nodes[layer.Main].Shape)
            && PhysicalShape(owner).Equals(PhysicalShape(layer.Output))
            && ReadersOfTensor(owner).Count() == 1 && !Enumerable.Range(0, _owner.Length).Any(node => _owner[node] == owner && _graph.IsResult(node));
    }

    /// <summary>
    /// The gradient by a convolution's result is read with a halo by the gradient by its input, and all gradients that share
    /// memory have the halo of the one that has most.
    /// </summary>
    private TensorForm[] GradientForms()
    {
        TensorForm[] forms = [.. Enumerable.Range(0, _owner.Length).Select(node => new TensorForm(PhysicalShape(node)))];
        for (int i = 0; i < _owner.Length; i++)
        {
            Node node = _graph.Nodes[i];
            if (node.Operation is Input || IsAlias(i)) continue;
            LayerRule rule = LayerRules.Of(node.Operation);
            if (!_learns[node.Inputs[0]] && !rule.WeightGradientReadsHalo) continue;
            Edges halo = rule.OutputGradientHalo(node.Operation, _graph.Nodes[node.Inputs[0]].Shape, node.Shape);
            int output = GradientOwner(OutputOf(i));
            forms[output] = forms[output] with { Halo = Edges.Max(forms[output].Halo, halo) };
        }

        return forms;
    }

    /// <summary>The node whose gradient the kernels of a node read: an activation in its epilogue has no gradient of its own.</summary>
    private int OutputOf(int node) => Fused.TryGetValue(node, out int output) ? output : node;

    private Dictionary<int, int> Fused => _fused ??= Fusion.ForTraining(_graph).ToDictionary(layer => layer.Main, layer => layer.Output);

    private Dictionary<int, int>? _fused;
}
