using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Rules;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>
/// The pass that lowers layers to the steps of a training step: all tensors of a batch are kept, and walked back in reverse.
/// </summary>
internal sealed class TrainingPlanner
{
    private readonly Program _program;
    private readonly PlanBuilder _builder;
    private readonly List<FusedLayer> _layers;
    private readonly List<Step> _forward = [];
    private readonly List<Step> _backward = [];

    private TrainingPlanner(Program program)
    {
        _program = program;
        _builder = new PlanBuilder(program);
        _layers = [.. program.ComputedLayers];
    }

    /// <summary>Makes the steps of both directions.</summary>
    public static Program Lower(Program program)
    {
        var planner = new TrainingPlanner(program);
        planner.PlanForward();
        planner.PlanBackward();
        return program with { Plan = planner._builder.Finish(planner._forward, planner._backward) };
    }

    private void PlanForward()
    {
        int offset = 0;
        foreach (int input in _program.Graph.Inputs)
        {
            Node node = _program.Graph.Nodes[input];
            TensorForm form = _program.ValueForm(input);
            _forward.Add(new FromPlanarStep($"{node.Name}: {form.Shape}", new Operand(Region.Input, offset), _builder.Value(input), form));
            offset += (int)node.Shape.Length;
        }

        foreach (FusedLayer layer in _layers) RuleOf(layer).Forward(new LayerLowering(_builder, layer, _forward));
        offset = 0;
        foreach (GraphResult result in _program.Graph.Results)
        {
            TensorForm form = _program.ValueForm(result.Node);
            Operand output = new(Region.Output, offset);
            _forward.Add(new ToPlanarStep($"{result.Name}: {form.Shape}", _builder.Value(result.Node), output, form));
            offset += (int)form.Shape.Length;
        }
    }

    private void PlanBackward()
    {
        int offset = 0;
        foreach (GraphResult result in _program.Graph.Results)
        {
            TensorForm form = _program.GradientForm(result.Node);
            if (_program.Places.Learns(result.Node)) ReadGradient(result, form, new Operand(Region.OutputGradient, offset));
            offset += (int)form.Shape.Length;
        }

        foreach (FusedLayer layer in Enumerable.Reverse(_layers))
        {
            if (!_program.Places.Learns(layer.Output)) continue;
            MaskByActivation(layer);
            var lowering = new BackwardLowering(_builder, layer, _backward);
            RuleOf(layer).Backward(lowering);
            lowering.Finish();
        }
    }

    private LayerRule RuleOf(FusedLayer layer) => LayerRules.Of(_program.Graph.Nodes[layer.Main].Operation);

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
        if (layer.Activation is not int index || _program.Graph.Nodes[index].Operation is not Activation activation) return;
        TensorForm y = _program.ValueForm(layer.Output), dy = _program.GradientForm(layer.Output);
        Operand yAt = _builder.Value(layer.Output), dyAt = _builder.Gradient(layer.Output);
        var kernel = new ActivationBackwardKernel(activation.Function, activation.Slope, y, y, dy, dy);
        _backward.Add(new KernelStep(
            $"gradient of {_program.Graph.Nodes[layer.Output].Name}", kernel,
            EquatableArray.Of(yAt, yAt, dyAt, dyAt), KernelArguments.Part, dy, 2 * dy.Shape.Length));
    }
}
