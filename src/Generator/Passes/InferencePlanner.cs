using System.Collections.Generic;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>Lowers a graph to the steps of a prediction.</summary>
internal sealed class InferencePlanner
{
    private readonly PlanBuilder _builder;
    private readonly List<Step> _pack = [];
    private readonly List<Step> _steps = [];

    private InferencePlanner(NetworkGraph graph) => _builder = new PlanBuilder(graph, training: false);

    public static InferencePlan Plan(NetworkGraph graph)
    {
        var planner = new InferencePlanner(graph);
        planner.ReadInput();
        foreach (FusedLayer layer in Fusion.ForInference(graph)) planner.Lower(layer);
        planner.WriteOutput();
        PlanBuilder builder = planner._builder;
        return new InferencePlan(
            builder.Tensors.ToEquatableArray(), builder.Packed.ToEquatableArray(),
            planner._pack.ToEquatableArray(), planner._steps.ToEquatableArray());
    }

    private void ReadInput()
    {
        TensorForm form = _builder.Forms.Value(0);
        ClearHalo(0);
        _steps.Add(new FromPlanarStep($"the image: {form.Shape}", new Operand(Region.Input, 0), _builder.Value(0), form));
    }

    private void WriteOutput()
    {
        int last = _builder.Graph.Nodes.Count - 1;
        TensorForm form = _builder.Forms.Value(last);
        _steps.Add(new ToPlanarStep($"the result: {form.Shape}", _builder.Value(last), new Operand(Region.Output, 0), form));
    }

    /// <summary>Tensors share memory, so whoever writes one with a halo zeroes the halo first.</summary>
    private void ClearHalo(int node)
    {
        TensorForm form = _builder.Forms.Value(node);
        if (form.Halo != Edges.None)
            _steps.Add(new ClearHaloStep($"halo of {_builder.Graph.Nodes[node].Name}", _builder.Value(node), form));
    }

    private void Lower(FusedLayer layer)
    {
        if (_builder.Forms.IsAlias(layer.Main)) return;
        ClearHalo(layer.Output);
        Operation operation = _builder.Graph.Nodes[layer.Main].Operation;
        switch (operation)
        {
            case Conv conv: LowerConv(layer, conv); break;
            case Linear linear: LowerLinear(layer, linear); break;
            case BatchNorm norm: LowerNorm(layer, norm); break;
            case Flatten: LowerFlatten(layer); break;
            case Softmax: LowerSoftmax(layer); break;
            default: _steps.Add(ElementwiseAndPooling.Forward(_builder, layer)); break;
        }
    }

    private void LowerConv(FusedLayer layer, Conv conv)
    {
        bool bias = conv.Bias || layer.Norm is not null;
        ConvKernel kernel = _builder.Conv(layer, conv, bias);
        PlainStrides strides = PlanBuilder.ForwardStrides(conv, _builder.Graph.Nodes[_builder.Input(layer)].Shape);
        (Operand weights, Operand shift) = PackWeights(layer, kernel, strides, bias);
        _steps.Add(new KernelStep(
            _builder.Title(layer), kernel, EquatableArray.Of(_builder.Value(_builder.Input(layer)), weights, shift, _builder.Value(layer.Output)),
            KernelArguments.Part, null, _builder.MultiplyAdds(layer.Main)));
    }

    private void LowerLinear(FusedLayer layer, Linear linear)
    {
        bool bias = linear.Bias || layer.Norm is not null;
        LinearKernel kernel = _builder.Linear(layer, bias);
        (Operand weights, Operand shift) = PackWeights(layer, kernel, PlanBuilder.ForwardStrides(kernel.Input), bias);
        _steps.Add(new KernelStep(
            _builder.Title(layer), kernel, EquatableArray.Of(_builder.Value(_builder.Input(layer)), weights, shift, _builder.Value(layer.Output)),
            KernelArguments.ImagesPart, null, _builder.MultiplyAdds(layer.Main)));
    }

    private (Operand Weights, Operand Shift) PackWeights(FusedLayer layer, KernelSpec kernel, PlainStrides strides, bool bias)
    {
        Node main = _builder.Graph.Nodes[layer.Main];
        Operand scale = Operand.None, shift = Operand.None;
        Operand plainBias = Operand.Parameter(_builder.Parameter(layer.Main, ParameterRole.Bias));
        if (layer.Norm is int norm)
        {
            (scale, shift) = Fold(norm, plainBias);
        }
        else if (bias)
        {
            shift = _builder.PackedVector($"{main.Name}'s bias", main.Shape.Channels);
            _pack.Add(new PackVectorStep($"{main.Name}'s bias", plainBias, shift, main.Shape.Channels));
        }

        Operand weights = _builder.PackedWeights($"{main.Name}'s weights", kernel);
        Operand plain = Operand.Parameter(_builder.Parameter(layer.Main, ParameterRole.Weight));
        _pack.Add(new PackWeightsStep($"{main.Name}'s weights", kernel, strides, plain, scale, weights));
        return (weights, shift);
    }

    private (Operand Scale, Operand Shift) Fold(int norm, Operand bias)
    {
        Node node = _builder.Graph.Nodes[norm];
        Operand scale = _builder.PackedVector($"{node.Name}'s factors", node.Shape.Channels);
        Operand shift = _builder.PackedVector($"{node.Name}'s summands", node.Shape.Channels);
        var parameters = new BatchNormOperands(
            Operand.Parameter(_builder.Parameter(norm, ParameterRole.Scale)), Operand.Parameter(_builder.Parameter(norm, ParameterRole.Shift)),
            Operand.Parameter(_builder.Parameter(norm, ParameterRole.RunningMean)),
            Operand.Parameter(_builder.Parameter(norm, ParameterRole.RunningVariance)), bias);
        _pack.Add(new FoldBatchNormStep(
            $"{node.Name}, folded", parameters, ((BatchNorm)node.Operation).Epsilon, node.Shape.Channels, scale, shift));
        return (scale, shift);
    }

    private void LowerNorm(FusedLayer layer, BatchNorm norm)
    {
        (Operand scale, Operand shift) = Fold(layer.Main, Operand.None);
        (ActivationFunction function, float slope) = _builder.Epilogue(layer);
        var kernel = new ChannelAffineKernel(
            _builder.Forms.Value(_builder.Input(layer)), _builder.Forms.Value(layer.Output), function, slope);
        _steps.Add(_builder.Blockwise(
            layer, "", kernel, KernelArguments.Part, _builder.Value(_builder.Input(layer)), scale, shift, _builder.Value(layer.Output)));
    }

    private void LowerFlatten(FusedLayer layer)
    {
        int input = _builder.Input(layer);
        _steps.Add(new ToPlanarStep(_builder.Title(layer), _builder.Value(input), _builder.Value(layer.Output), _builder.Forms.Value(input)));
    }

    private void LowerSoftmax(FusedLayer layer)
    {
        int input = _builder.Input(layer);
        var kernel = new SoftmaxKernel(_builder.Forms.Value(input), _builder.Forms.Value(layer.Output));
        _steps.Add(new KernelStep(
            _builder.Title(layer), kernel, EquatableArray.Of(_builder.Value(input), _builder.Value(layer.Output)),
            KernelArguments.None, null, 10 * kernel.Input.Shape.Length));
    }
}
