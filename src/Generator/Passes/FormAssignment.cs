using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Rules;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>The pass that decides in what form each tensor is kept: in blocks of channels or planar, and with how wide a halo.</summary>
internal sealed class FormAssignment
{
    private readonly Program _program;
    private readonly NetworkGraph _graph;

    private FormAssignment(Program program)
    {
        _program = program;
        _graph = program.Graph;
    }

    /// <summary>Gives each tensor, and each gradient's tensor, its form.</summary>
    public static Program Assign(Program program)
    {
        var assignment = new FormAssignment(program);
        TensorForm[] gradients = program.IsTraining ? assignment.Gradients() : [];
        return program with { Forms = new TensorForms(assignment.Values().ToEquatableArray(), gradients.ToEquatableArray()) };
    }

    /// <summary>How far a node's kernel reads beyond the edges of what it reads.</summary>
    public static Edges ReadHalo(Program program, int reader)
    {
        Node node = program.Graph.Nodes[reader];
        Shape input = program.Graph.Nodes[node.Inputs[0]].Shape;
        return LayerRules.Of(node.Operation).InputHalo(node.Operation, program.AlgorithmOf(reader), input, node.Shape);
    }

    /// <summary>The form of each tensor; parts and the whole have the halo of the one that needs most.</summary>
    private TensorForm[] Values()
    {
        ILookup<int, int> readers = ReadersOfTensors();
        TensorForm[] forms = [.. Enumerable.Range(0, _graph.Nodes.Count).Select(node => ValueForm(node, [.. readers[node]]))];
        var halos = new Edges[forms.Length];
        for (int i = 0; i < forms.Length; i++)
        {
            int whole = _program.Places.Place(i).Whole;
            if (!_program.Places.IsAlias(i)) halos[whole] = Edges.Max(halos[whole], forms[i].Halo);
        }

        for (int i = 0; i < forms.Length; i++) forms[i] = forms[i] with { Halo = halos[_program.Places.Place(i).Whole] };
        return forms;
    }

    /// <summary>For each tensor the layers that read it, under whatever name.</summary>
    private ILookup<int, int> ReadersOfTensors() => Enumerable.Range(0, _graph.Nodes.Count).Where(node => !_program.Places.IsAlias(node))
        .SelectMany(reader => _graph.Nodes[reader].Inputs.Select(input => (Tensor: _program.Places.Owner(input), reader)))
        .ToLookup(pair => pair.Tensor, pair => pair.reader);

    private TensorForm ValueForm(int node, IReadOnlyList<int> readers)
    {
        bool planar = _graph.Nodes[node].Operation is Input && readers.Count > 0 && !_graph.IsResult(node) && readers.All(ReadsPlanar);
        Edges halo = readers.Aggregate(Edges.None, (edges, reader) => Edges.Max(edges, ReadHalo(_program, reader)));
        return new TensorForm(_program.PhysicalShape(node), halo, planar);
    }

    private bool ReadsPlanar(int reader)
    {
        Operation operation = _graph.Nodes[reader].Operation;
        return LayerRules.Of(operation).ReadsPlanar(operation, _program.AlgorithmOf(reader));
    }

    /// <summary>
    /// The gradient by a convolution's result is read with a halo by the gradient by its input, and all gradients that share
    /// memory have the halo of the one that has most.
    /// </summary>
    private TensorForm[] Gradients()
    {
        TensorForm[] forms = [.. Enumerable.Range(0, _graph.Nodes.Count).Select(node => new TensorForm(_program.PhysicalShape(node)))];
        foreach (FusedLayer layer in _program.ComputedLayers)
        {
            Node node = _graph.Nodes[layer.Main];
            LayerRule rule = LayerRules.Of(node.Operation);
            if (!_program.Places.Learns(node.Inputs[0]) && !rule.WeightGradientReadsHalo) continue;
            Edges halo = rule.OutputGradientHalo(node.Operation, _graph.Nodes[node.Inputs[0]].Shape, node.Shape);
            int output = _program.Places.GradientOwner(layer.Output);
            forms[output] = forms[output] with { Halo = Edges.Max(forms[output].Halo, halo) };
        }

        return forms;
    }
}
