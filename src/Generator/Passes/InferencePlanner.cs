using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Rules;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>Lowers a graph to the steps of a prediction.</summary>
internal sealed class InferencePlanner
{
    private readonly PlanBuilder _builder;
    private readonly List<Step> _steps = [];
    private readonly Dictionary<int, Operand> _inputs = [];

    private InferencePlanner(NetworkGraph graph, EquatableArray<ParameterSpec> parameters) => _builder = new PlanBuilder(graph, parameters, training: false);

    /// <summary>The plan of a network; the parameters lie where those of the whole network, with its auxiliary parts, lie.</summary>
    public static InferencePlan Plan(NetworkGraph graph)
    {
        var planner = new InferencePlanner(ConvAlgorithms.Choose(graph.ForInference()), ParameterTable.Of(graph));
        List<FusedLayer> layers = Fusion.ForInference(planner._builder.Graph);
        planner.ReadInputs(new HashSet<int>(layers.SelectMany(layer => layer.Cascade).Select(layer => layer.Main)));
        foreach (FusedLayer layer in layers) planner.Lower(layer);
        planner.WriteResults();
        PlanBuilder builder = planner._builder;
        return new InferencePlan(
            builder.Tensors.ToEquatableArray(), builder.Packed.ToEquatableArray(),
            builder.Pack.ToEquatableArray(), planner._steps.ToEquatableArray(), BatchHead.FirstStep(builder.Tensors, planner._steps));
    }

    /// <summary>Copies the user's inputs, but for those that a layer reads itself.</summary>
    private void ReadInputs(HashSet<int> read)
    {
        int offset = 0;
        foreach (int input in _builder.Graph.Inputs)
        {
            Node node = _builder.Graph.Nodes[input];
            _inputs[input] = new Operand(Region.Input, offset);
            offset += (int)node.Shape.Length;
            if (read.Contains(input)) continue;
            TensorForm form = _builder.Forms.Value(input);
            _steps.Add(new FromPlanarStep($"{node.Name}: {form.Shape}", _inputs[input], _builder.Value(input), form));
            ClearHalo(input, _steps.Count - 1);
        }
    }

    private void WriteResults()
    {
        int offset = 0;
        foreach (GraphResult result in _builder.Graph.Results)
        {
            TensorForm form = _builder.Forms.Value(result.Node);
            _steps.Add(new ToPlanarStep($"{result.Name}: {form.Shape}", _builder.Value(result.Node), new Operand(Region.Output, offset), form));
            offset += (int)form.Shape.Length;
        }
    }

    /// <summary>Tensors share memory, so the first step that writes one with a halo zeroes the halo too.</summary>
    private void ClearHalo(int node, int firstStep)
    {
        TensorForm form = _builder.Forms.Value(node);
        if (form.Halo == Edges.None) return;
        Operand tensor = _builder.Value(node);
        int writer = _steps.FindIndex(firstStep, step => step.Operands.Contains(tensor));
        _steps[writer] = _steps[writer] with { Clears = new TensorHalo(tensor, form) };
    }

    /// <summary>What the first of layers that are made band by band reads.</summary>
    private Operand InputOf(FusedLayer first) =>
        _inputs.TryGetValue(first.Main, out Operand image) ? image : _builder.Value(_builder.Graph.Nodes[first.Main].Inputs[0]);

    /// <summary>Whether a node only joins what lies where it belongs, halo and all.</summary>
    private bool IsAllInPlace(int node)
    {
        if (_builder.Graph.Nodes[node].Operation is not Concat) return false;
        int channel = 0;
        foreach (int input in _builder.Graph.Nodes[node].Inputs)
        {
            if (!_builder.Forms.IsInPlace(node, input, channel)) return false;
            channel += _builder.Graph.Nodes[input].Shape.Channels;
        }

        return true;
    }

    private void Lower(FusedLayer layer)
    {
        if (_builder.Forms.IsAlias(layer.Main)) return;
        int firstStep = _steps.Count;
        var lowering = new LayerLowering(_builder, layer, _steps);
        if (layer.Before is null) LayerRules.Of(_builder.Graph.Nodes[layer.Main].Operation).Forward(lowering);
        else CascadeLowering.Forward(lowering, InputOf(layer.Cascade.First()));
        if (!IsAllInPlace(layer.Main)) ClearHalo(layer.Output, firstStep);
    }
}
