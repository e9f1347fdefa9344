using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Rules;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>Lowers a graph to the steps of a training step: all tensors of a batch are kept, and walked back in reverse.</summary>
internal sealed class TrainingPlanner
{
    private readonly PlanBuilder _builder;
    private readonly List<FusedLayer> _layers;
    private readonly List<Step> _forward = [];
    private readonly List<Step> _backward = [];

    private TrainingPlanner(NetworkGraph graph)
    {
        _builder = new PlanBuilder(graph, ParameterTable.Of(graph), training: true);
        _layers = [.. Fusion.ForTraining(graph).Where(layer => !_builder.Forms.IsAlias(layer.Main))];
    }

    public static TrainingPlan Plan(NetworkGraph graph)
    {
        var planner = new TrainingPlanner(graph);
        planner.PlanForward();
        planner.PlanBackward();
        PlanBuilder builder = planner._builder;
        return new TrainingPlan(
            builder.Tensors.ToEquatableArray(), builder.Packed.ToEquatableArray(),
            builder.Pack.Concat(planner._forward).ToEquatableArray(), planner._backward.ToEquatableArray());
    }

    private void PlanForward()
    {
        int offset = 0;
        foreach (int input in _builder.Graph.Inputs)
        {
            Node node = _builder.Graph.Nodes[input];
            TensorForm form = _builder.Forms.Value(input);
            _forward.Add(new FromPlanarStep($"{node.Name}: {form.Shape}", new Operand(Region.Input, offset), _builder.Value(input), form));
            offset += (int)node.Shape.Length;
        }

        foreach (FusedLayer layer in _layers) RuleOf(layer).Forward(new LayerLowering(_builder, layer, _forward));
        offset = 0;
        foreach (GraphResult result in _builder.Graph.Results)
        {
            TensorForm form = _builder.Forms.Value(result.Node);
            _forward.Add(new ToPlanarStep($"{result.Name}: {form.Shape}", _builder.Value(result.Node), new Operand(Region.Output, offset), form));
            offset += (int)form.Shape.Length;
        }
    }

    private void PlanBackward()
    {
        int offset = 0;
        foreach (GraphResult result in _builder.Graph.Results)
        {
            TensorForm form = _builder.Forms.Gradient(result.Node);
            if (_builder.Forms.Learns(result.Node)) ReadGradient(result, form, new Operand(Region.OutputGradient, offset));
            offset += (int)form.Shape.Length;
        }

        foreach (FusedLayer layer in Enumerable.Reverse(_layers))
        {
            if (!_builder.Forms.Learns(layer.Output)) continue;
            MaskByActivation(layer);
            var lowering = new BackwardLowering(_builder, layer, _backward);
            RuleOf(layer).Backward(lowering);
            lowering.Finish();
        }
    }

    private LayerRule RuleOf(FusedLayer layer) => LayerRules.Of(_builder.Graph.Nodes[layer.Main].Operation);

    /// <summary>Results may be read by further layers or be one tensor, so their gradients are added where there is one already.</summary>
    private void ReadGradient(GraphResult result, TensorForm form, Operand gradient)
    {
        string title = $"gradient by {result.Name}: {form.Shape}";
        if (_builder.ClaimGradient(result.Node))
        {
            _backward.Add(new FromPlanarStep(title, gradient, _builder.Gradient(result.Node), form));
            return;
        }

        Operand part = _builder.SharedScratch(form, 0);
        _backward.Add(new FromPlanarStep(title, gradient, part, form));
        _backward.Add(new KernelStep(
            $"adding the {title}", new AccumulateKernel(form, form), EquatableArray.Of(part, _builder.Gradient(result.Node)),
            KernelArguments.Part, form, form.Shape.Length));
    }

    /// <summary>
    /// Takes the gradient through a fused activation, in place. The activation's input is gone, but its output says on which side of
    /// its kinks it was.
    /// </summary>
    private void MaskByActivation(FusedLayer layer)
    {
        if (layer.Activation is not int index || _builder.Graph.Nodes[index].Operation is not Activation activation) return;
        TensorForm y = _builder.Forms.Value(layer.Output), dy = _builder.Forms.Gradient(layer.Output);
        Operand yAt = _builder.Value(layer.Output), dyAt = _builder.Gradient(layer.Output);
        _backward.Add(new KernelStep(
            $"gradient of {_builder.Graph.Nodes[layer.Output].Name}", new ActivationBackwardKernel(activation.Function, activation.Slope, y, y, dy, dy),
            EquatableArray.Of(yAt, yAt, dyAt, dyAt), KernelArguments.Part, dy, 2 * dy.Shape.Length));
    }
}
