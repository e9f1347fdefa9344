using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Rules;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>
/// The pass that decides which nodes share a tensor. A flattening that only fully connected layers read (through functions of single
/// elements) costs nothing: its readers take the image in blocks and have their weights packed to match. In training, layers whose gradient
/// can be made in place share one tensor for both gradients.
/// </summary>
internal sealed class TensorAssignment
{
    private readonly Program _program;
    private readonly NetworkGraph _graph;
    private readonly NodeReaders _readers;
    private readonly int[] _owner;
    private readonly bool[] _learns;
    private readonly int[] _gradientOwner;

    private TensorAssignment(Program program)
    {
        _program = program;
        _graph = program.Graph;
        _readers = new NodeReaders(program.Graph);
        int count = _graph.Nodes.Count;
        _owner = new int[count];
        for (int i = 0; i < count; i++) _owner[i] = IsView(i) ? _owner[_graph.Nodes[i].Inputs[0]] : i;
        _learns = new bool[count];
        for (int i = 0; i < count; i++) _learns[i] = HasLearned(i) || _graph.Nodes[i].Inputs.Any(input => _learns[input]);
        _gradientOwner = [.. Enumerable.Range(0, count)];
    }

    /// <summary>For prediction, where sums may overwrite what they add, and tensors that are joined may lie where they belong.</summary>
    public static Program ForPrediction(Program program)
    {
        var assignment = new TensorAssignment(program);
        assignment.AddInPlace();
        return assignment.Finish(ConcatParts.Find(program.Graph, assignment._owner));
    }

    /// <summary>For training, where every value is kept until its gradient is made.</summary>
    public static Program ForTraining(Program program)
    {
        var assignment = new TensorAssignment(program);
        Program places = assignment.Finish(ConcatParts.None(program.Graph));
        assignment.ShareGradients(places);
        return assignment.Finish(places.Places.Parts);
    }

    private Program Finish(EquatableArray<TensorPart> parts) => _program with
    {
        Places = new TensorPlaces(_owner.ToEquatableArray(), _learns.ToEquatableArray(), _gradientOwner.ToEquatableArray(), parts),
    };

    private bool IsAlias(int node) => _owner[node] != node;

    /// <summary>The layers that read a tensor, under whatever name.</summary>
    private IEnumerable<int> ReadersOfTensor(int owner) => Enumerable.Range(owner, _owner.Length - owner)
        .Where(node => _owner[node] == owner).SelectMany(_readers.Of).Where(reader => !IsAlias(reader));

    private bool IsView(int node) => _graph.Nodes[node].Operation switch
    {
        Dropout dropout => !_program.IsTraining || dropout.Probability == 0,
        Flatten => IsFlat(_graph.Nodes[_graph.Nodes[node].Inputs[0]].Shape)
            || (IsReadAsImage(node) && !HasHalo(_owner[_graph.Nodes[node].Inputs[0]])),
        _ => false,
    };

    private bool HasLearned(int node) =>
        _graph.ParametersOf(_graph.Nodes[node]).Any(parameter => ParameterTable.IsLearned(parameter.Role));

    private static bool IsFlat(Shape shape) => shape.Pixels == 1;

    /// <summary>Whether a flattened value may stay an image: every reader copes, and it is not the network's result.</summary>
    private bool IsReadAsImage(int node) => _readers.Of(node).Count > 0 && !_graph.IsResult(node) && _readers.Of(node).All(
        reader => _graph.Nodes[reader].Operation switch
        {
            Linear => true,
            Activation or Dropout or Flatten => IsReadAsImage(reader),
            _ => false,
        });

    /// <summary>Whether a convolution wants zeros around a tensor, under any of the names that it may get.</summary>
    private bool HasHalo(int node) => _readers.Of(node).Any(reader =>
        _graph.Nodes[reader].Operation is Dropout or Flatten ? HasHalo(reader) : FormAssignment.ReadHalo(_program, reader) != Edges.None);

    /// <summary>
    /// A layer that adds a tensor which nobody reads afterwards writes its result there: each pixel is read before it is written, and
    /// memory is touched once instead of twice.
    /// </summary>
    private void AddInPlace()
    {
        var order = new Dictionary<int, int>();
        for (int i = 0; i < _program.Layers.Count; i++)
        {
            foreach (int node in _program.Layers[i].Nodes) order[node] = i;
        }

        foreach (FusedLayer layer in _program.Layers)
        {
            if (layer.Residual is int residual && CanOverwrite(residual, layer, order))
                Replace(_owner, _owner[layer.Output], _owner[residual]);
        }
    }

    private static void Replace(int[] owners, int from, int to)
    {
        for (int i = 0; i < owners.Length; i++)
        {
            if (owners[i] == from) owners[i] = to;
        }
    }

    /// <summary>Whether a layer is the last that reads a tensor, and reads it pixel by pixel only.</summary>
    private bool CanOverwrite(int residual, FusedLayer layer, Dictionary<int, int> order)
    {
        int owner = _owner[residual], output = _owner[layer.Output];
        int[] names = [.. Enumerable.Range(0, _owner.Length).Where(node => _owner[node] == owner || _owner[node] == output)];
        bool isFree = names.All(node => !_graph.IsResult(node)
            && _graph.Nodes[node].Operation is not (Input or Concat or Flatten or Reshape)
            && _readers.Of(node).All(reader => _graph.Nodes[reader].Operation is not Concat));
        return isFree && layer.Nodes.All(node => node == layer.Sum || _graph.Nodes[node].Inputs.All(input => _owner[input] != owner))
            && ReadersOfTensor(owner).All(reader => layer.Nodes.Contains(reader) || order[reader] < order[layer.Main]);
    }

    /// <summary>
    /// A layer that works in place hands its gradient on in the memory in which it came, if it alone reads its input. Of a sum's
    /// operands one can have the sum's own gradient.
    /// </summary>
    private void ShareGradients(Program places)
    {
        foreach (FusedLayer layer in places.ComputedLayers.Reverse())
        {
            Node main = _graph.Nodes[layer.Main];
            if (!LayerRules.Of(main.Operation).GradientInPlace) continue;
            int input = main.Inputs.Where(node => CanShare(places, node, layer)).DefaultIfEmpty(-1).First();
            if (input >= 0) Replace(_gradientOwner, _owner[input], _gradientOwner[_owner[layer.Output]]);
        }
    }

    private bool CanShare(Program places, int input, FusedLayer layer)
    {
        int owner = _owner[input];
        return _learns[input] && _graph.Nodes[input].Shape.Equals(_graph.Nodes[layer.Main].Shape)
            && places.PhysicalShape(owner).Equals(places.PhysicalShape(layer.Output))
            && ReadersOfTensor(owner).Count() == 1
            && !Enumerable.Range(0, _owner.Length).Any(node => _owner[node] == owner && _graph.IsResult(node));
    }
}
