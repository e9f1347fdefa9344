using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>Lowers a graph to the steps of a training step: all tensors of a batch are kept, and walked back in reverse.</summary>
internal sealed partial class TrainingPlanner
{
    private readonly PlanBuilder _builder;
    private readonly List<FusedLayer> _layers;
    private readonly List<Step> _pack = [];
    private readonly List<Step> _forward = [];
    private readonly List<Step> _backward = [];

    private TrainingPlanner(NetworkGraph graph)
    {
        _builder = new PlanBuilder(graph, training: true);
        _layers = Fusion.ForTraining(graph);
    }

    public static TrainingPlan Plan(NetworkGraph graph)
    {
        var planner = new TrainingPlanner(graph);
        planner.PlanForward();
        planner.PlanBackward();
        PlanBuilder builder = planner._builder;
        return new TrainingPlan(
            builder.Tensors.ToEquatableArray(), builder.Packed.ToEquatableArray(),
            planner._pack.Concat(planner._forward).ToEquatableArray(), planner._backward.ToEquatableArray());
    }

    private void PlanForward()
    {
        TensorForm image = _builder.Forms.Value(0);
        _forward.Add(new FromPlanarStep($"the images: {image.Shape}", new Operand(Region.Input, 0), _builder.Value(0), image));
        foreach (FusedLayer layer in _layers.Where(layer => !_builder.Forms.IsAlias(layer.Main))) LowerForward(layer);
        int last = _builder.Graph.Nodes.Count - 1;
        TensorForm result = _builder.Forms.Value(last);
        _forward.Add(new ToPlanarStep($"the results: {result.Shape}", _builder.Value(last), new Operand(Region.Output, 0), result));
    }

    private void LowerForward(FusedLayer layer)
    {
        int input = _builder.Input(layer);
        Operand x = _builder.Value(input), y = _builder.Value(layer.Output);
        Operation operation = _builder.Graph.Nodes[layer.Main].Operation;
        switch (operation)
        {
            case Conv conv:
                ConvKernel convolution = _builder.Conv(layer, conv, conv.Bias);
                AddForward(layer, convolution, KernelArguments.Part, PlanBuilder.ForwardStrides(conv, _builder.Graph.Nodes[input].Shape));
                break;
            case Linear linear:
                LinearKernel connected = _builder.Linear(layer, linear.Bias);
                AddForward(layer, connected, KernelArguments.ImagesPart, PlanBuilder.ForwardStrides(connected.Input));
                break;
            case BatchNorm norm:
                LowerNorm(layer, norm);
                break;
            case Flatten:
                _forward.Add(new ToPlanarStep(_builder.Title(layer), x, y, _builder.Forms.Value(input)));
                break;
            case Softmax:
                var softmax = new SoftmaxKernel(_builder.Forms.Value(input), _builder.Forms.Value(layer.Output));
                _forward.Add(new KernelStep(
                    _builder.Title(layer), softmax, EquatableArray.Of(x, y), KernelArguments.None, null, 10 * softmax.Input.Shape.Length));
                break;
            default:
                _forward.Add(ElementwiseAndPooling.Forward(_builder, layer));
                break;
        }
    }

    private void AddForward(FusedLayer layer, KernelSpec kernel, KernelArguments arguments, PlainStrides strides)
    {
        Node main = _builder.Graph.Nodes[layer.Main];
        Operand bias = Operand.None;
        if (_builder.Parameter(layer.Main, ParameterRole.Bias) is ParameterSpec parameter)
        {
            bias = _builder.PackedVector($"{main.Name}'s bias", main.Shape.Channels);
            _pack.Add(new PackVectorStep($"{main.Name}'s bias", Operand.Parameter(parameter), bias, main.Shape.Channels));
        }

        Operand weights = _builder.PackedWeights($"{main.Name}'s weights", kernel);
        Operand plain = Operand.Parameter(_builder.Parameter(layer.Main, ParameterRole.Weight));
        _pack.Add(new PackWeightsStep($"{main.Name}'s weights", kernel, strides, plain, Operand.None, weights));
        _forward.Add(new KernelStep(
            _builder.Title(layer), kernel, EquatableArray.Of(_builder.Value(_builder.Input(layer)), weights, bias, _builder.Value(layer.Output)),
            arguments, null, _builder.MultiplyAdds(layer.Main)));
    }

    private readonly Dictionary<int, (Operand Mean, Operand InverseStd)> _statistics = [];

    private void LowerNorm(FusedLayer layer, BatchNorm norm)
    {
        Node main = _builder.Graph.Nodes[layer.Main];
        Operand mean = _builder.PackedVector($"{main.Name}'s batch mean", main.Shape.Channels);
        Operand inverseStd = _builder.PackedVector($"{main.Name}'s batch 1/σ", main.Shape.Channels);
        _statistics[layer.Main] = (mean, inverseStd);
        (ActivationFunction function, float slope) = _builder.Epilogue(layer);
        var kernel = new BatchNormForwardKernel(
            _builder.Forms.Value(_builder.Input(layer)), _builder.Forms.Value(layer.Output), norm.Epsilon, norm.Momentum, norm.Affine, function, slope);
        _forward.Add(_builder.Blockwise(
            layer, "", kernel, KernelArguments.ImagesPart, _builder.Value(_builder.Input(layer)), _builder.Value(layer.Output),
            Operand.Parameter(_builder.Parameter(layer.Main, ParameterRole.Scale)), Operand.Parameter(_builder.Parameter(layer.Main, ParameterRole.Shift)),
            Operand.Parameter(_builder.Parameter(layer.Main, ParameterRole.RunningMean)),
            Operand.Parameter(_builder.Parameter(layer.Main, ParameterRole.RunningVariance)), mean, inverseStd));
    }
}
