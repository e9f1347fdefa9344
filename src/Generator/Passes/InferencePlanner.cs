using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Rules;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes;

/// <summary>The pass that lowers layers to the steps of a prediction.</summary>
internal sealed class InferencePlanner
{
    private readonly Program _program;
    private readonly PlanBuilder _builder;
    private readonly List<Step> _steps = [];
    private readonly Dictionary<int, Operand> _inputs = [];

    private InferencePlanner(Program program)
    {
        _program = program;
        _builder = new PlanBuilder(program);
    }

    /// <summary>Makes the steps; the parameters lie where those of the whole network, with its auxiliary parts, lie.</summary>
    public static Program Lower(Program program)
    {
        var planner = new InferencePlanner(program);
        planner.ReadInputs([.. program.Layers.SelectMany(layer => layer.Cascade).Select(layer => layer.Main)]);
        foreach (FusedLayer layer in program.ComputedLayers) planner.Lower(layer);
        planner.WriteResults();
        return program with { Plan = planner._builder.Finish(planner._steps, backward: []) };
    }

    /// <summary>Copies the user's inputs, but for those that a layer reads itself.</summary>
    private void ReadInputs(HashSet<int> read)
    {
        int offset = 0;
        foreach (int input in _program.Graph.Inputs)
        {
            Node node = _program.Graph.Nodes[input];
            _inputs[input] = new Operand(Region.Input, offset);
            offset += (int)node.Shape.Length;
            if (read.Contains(input)) continue;
            TensorForm form = _program.ValueForm(input);
            _steps.Add(new FromPlanarStep($"{node.Name}: {form.Shape}", _inputs[input], _builder.Value(input), form));
            ClearHalo(input, _steps.Count - 1);
        }
    }

    private void WriteResults()
    {
        int offset = 0;
        foreach (GraphResult result in _program.Graph.Results)
        {
            TensorForm form = _program.ValueForm(result.Node);
            Operand output = new(Region.Output, offset);
            _steps.Add(new ToPlanarStep($"{result.Name}: {form.Shape}", _builder.Value(result.Node), output, form));
            offset += (int)form.Shape.Length;
        }
    }

    /// <summary>Tensors share memory, so the first step that writes one with a halo zeroes the halo too.</summary>
    private void ClearHalo(int node, int firstStep)
    {
        TensorForm form = _program.ValueForm(node);
        if (form.Halo == Edges.None) return;
        Operand tensor = _builder.Value(node);
        int writer = _steps.FindIndex(firstStep, step => step.Operands.Contains(tensor));
        _steps[writer] = _steps[writer] with { Clears = new TensorHalo(tensor, form) };
    }

    /// <summary>What the first of layers that are made band by band reads.</summary>
    private Operand InputOf(FusedLayer first) =>
        _inputs.TryGetValue(first.Main, out Operand image) ? image : _builder.Value(_program.Graph.Nodes[first.Main].Inputs[0]);

    /// <summary>Whether a node only joins what lies where it belongs, halo and all.</summary>
    private bool IsAllInPlace(int node)
    {
        if (_program.Graph.Nodes[node].Operation is not Concat) return false;
        int channel = 0;
        foreach (int input in _program.Graph.Nodes[node].Inputs)
        {
            if (!_program.Places.IsInPlace(node, input, channel)) return false;
            channel += _program.Graph.Nodes[input].Shape.Channels;
        }

        return true;
    }

    private void Lower(FusedLayer layer)
    {
        int firstStep = _steps.Count;
        var lowering = new LayerLowering(_builder, layer, _steps);
        if (layer.Before is null) LayerRules.Of(_program.Graph.Nodes[layer.Main].Operation).Forward(lowering);
        else CascadeLowering.Forward(lowering, InputOf(layer.Cascade.First()));
        if (!IsAllInPlace(layer.Main)) ClearHalo(layer.Output, firstStep);
    }
}
