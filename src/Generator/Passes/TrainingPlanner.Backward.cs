using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>The way back.</summary>
internal sealed partial class TrainingPlanner
{
    private void PlanBackward()
    {
        int last = _builder.Graph.Nodes.Count - 1;
        if (!_builder.Forms.Learns(last)) return;
        TensorForm result = _builder.Forms.Gradient(last);
        _backward.Add(new FromPlanarStep(
            $"gradient by the results: {result.Shape}", new Operand(Region.OutputGradient, 0), _builder.Gradient(last), result));
        foreach (FusedLayer layer in Enumerable.Reverse(_layers))
        {
            if (_builder.Forms.Learns(layer.Output) && !_builder.Forms.IsAlias(layer.Main)) LowerBackward(layer);
        }
    }

    private bool NeedsInputGradient(FusedLayer layer) => _builder.Forms.Learns(_builder.Input(layer));

    private void LowerBackward(FusedLayer layer)
    {
        Operation operation = _builder.Graph.Nodes[layer.Main].Operation;
        if (ElementwiseAndPooling.WorksInPlace(operation) && NeedsInputGradient(layer) && IsOnlyReader(layer))
            _builder.ShareGradient(_builder.Input(layer), layer.Output);
        MaskByActivation(layer);
        switch (operation)
        {
            case Conv conv: ConvBackward(layer, conv); break;
            case Linear: LinearBackward(layer); break;
            case BatchNorm norm: NormBackward(layer, norm); break;
            case Flatten when NeedsInputGradient(layer): FlattenBackward(layer); break;
            case Softmax when NeedsInputGradient(layer): SoftmaxBackward(layer); break;
            default:
                if (NeedsInputGradient(layer)) _backward.Add(ElementwiseAndPooling.Backward(_builder, layer));
                break;
        }
    }

    private bool IsOnlyReader(FusedLayer layer)
    {
        int owner = _builder.Forms.Owner(_builder.Input(layer));
        return _layers.Count(other => !_builder.Forms.IsAlias(other.Main) && _builder.Forms.Owner(_builder.Input(other)) == owner) == 1;
    }

    /// <summary>
    /// Takes the gradient through a fused activation, in place. The activation's input is gone, but its output has the same sign,
    /// and the sign is all that ReLU and leaky ReLU ask for.
    /// </summary>
    private void MaskByActivation(FusedLayer layer)
    {
        (ActivationFunction function, float slope) = _builder.Epilogue(layer);
        if (function == ActivationFunction.Identity) return;
        TensorForm y = _builder.Forms.Value(layer.Output), dy = _builder.Forms.Gradient(layer.Output);
        Operand yAt = _builder.Value(layer.Output), dyAt = _builder.Gradient(layer.Output);
        _backward.Add(new KernelStep(
            $"gradient of {_builder.Graph.Nodes[layer.Output].Name}", new ActivationBackwardKernel(function, slope, y, y, dy, dy),
            EquatableArray.Of(yAt, yAt, dyAt, dyAt), KernelArguments.Part, dy, 2 * dy.Shape.Length));
    }

    private void ConvBackward(FusedLayer layer, Conv conv)
    {
        int input = _builder.Input(layer);
        Shape inputShape = _builder.Graph.Nodes[input].Shape;
        (ConvAxis vertical, ConvAxis horizontal) = TensorForms.Axes(conv, _builder.Graph.Nodes[layer.Main].Shape);
        TensorForm dy = _builder.Forms.Gradient(layer.Output);
        BiasBackward(layer, dy);
        var kernel = new ConvWeightGradientKernel(_builder.Forms.Value(input), dy, vertical, horizontal, conv.Groups);
        WeightBackward(layer, kernel, PlanBuilder.ForwardStrides(conv, inputShape));
        if (!NeedsInputGradient(layer)) return;
        foreach ((BackwardPhase v, BackwardPhase h) in TensorForms.BackwardPhases(conv, inputShape)) ConvPhaseBackward(layer, conv, v, h);
    }

    /// <summary>One remainder of row and column by the strides: a convolution of the output's gradient with some of the taps.</summary>
    private void ConvPhaseBackward(FusedLayer layer, Conv conv, BackwardPhase vertical, BackwardPhase horizontal)
    {
        int input = _builder.Input(layer);
        string name = _builder.Graph.Nodes[layer.Main].Name;
        var kernel = new ConvKernel(
            _builder.Forms.Gradient(layer.Output), _builder.Forms.Gradient(input), vertical.Axis, horizontal.Axis, conv.Groups, Bias: false);
        int taps = conv.Kernel.Height * conv.Kernel.Width;
        var strides = new PlainStrides(
            taps, _builder.Graph.Nodes[input].Shape.Channels / conv.Groups * taps, OutputsRestart: conv.Groups > 1, InputsRestart: false,
            (vertical.FirstTap * conv.Kernel.Width) + horizontal.FirstTap, vertical.TapStride * conv.Kernel.Width, horizontal.TapStride);
        Operand weights = _builder.PackedWeights($"{name}'s weights, transposed", kernel);
        Operand plain = Operand.Parameter(_builder.Parameter(layer.Main, ParameterRole.Weight));
        if (vertical.Axis.Taps * horizontal.Axis.Taps > 0)
            _pack.Add(new PackWeightsStep($"{name}'s weights, transposed", kernel, strides, plain, Operand.None, weights));
        _backward.Add(new KernelStep(
            _builder.Title(layer, "gradient by the input of "), kernel,
            EquatableArray.Of(_builder.Gradient(layer.Output), weights, Operand.None, _builder.Gradient(input)),
            KernelArguments.Part, null, _builder.MultiplyAdds(layer.Main) / (conv.Stride.Height * conv.Stride.Width)));
    }

    private void LinearBackward(FusedLayer layer)
    {
        int input = _builder.Input(layer);
        TensorForm x = _builder.Forms.Value(input), dy = _builder.Forms.Gradient(layer.Output);
        BiasBackward(layer, dy);
        WeightBackward(layer, new LinearWeightGradientKernel(x, dy), PlanBuilder.ForwardStrides(x));
        if (!NeedsInputGradient(layer)) return;

        // The kernel writes a tensor without halo; a convolution before a flattening wants its gradient with one.
        TensorForm dx = _builder.Forms.Gradient(input), compact = dx with { Halo = Edges.None };
        string name = _builder.Graph.Nodes[layer.Main].Name;
        Operand target = dx == compact ? _builder.Gradient(input) : _builder.Scratch($"gradient by {name}'s input", compact);
        var kernel = new LinearKernel(dy, compact, Bias: false);
        Operand weights = _builder.PackedWeights($"{name}'s weights, transposed", kernel);
        Operand plain = Operand.Parameter(_builder.Parameter(layer.Main, ParameterRole.Weight));
        _pack.Add(new PackTransposedStep($"{name}'s weights, transposed", kernel, plain, weights));
        _backward.Add(new KernelStep(
            _builder.Title(layer, "gradient by the input of "), kernel, EquatableArray.Of(_builder.Gradient(layer.Output), weights, Operand.None, target),
            KernelArguments.ImagesPart, null, _builder.MultiplyAdds(layer.Main)));
        if (dx != compact) _backward.Add(new CopyStep($"gradient by {name}'s input, with a halo", target, compact, _builder.Gradient(input), dx));
    }

    private void BiasBackward(FusedLayer layer, TensorForm dy)
    {
        if (_builder.Parameter(layer.Main, ParameterRole.Bias) is not ParameterSpec parameter) return;
        Node main = _builder.Graph.Nodes[layer.Main];
        string title = $"gradient by {main.Name}'s bias";
        Operand packed = _builder.PackedVector(title, main.Shape.Channels);
        _backward.Add(new KernelStep(
            title, new BiasGradientKernel(dy), EquatableArray.Of(_builder.Gradient(layer.Output), packed),
            KernelArguments.ImagesPart, dy, dy.Shape.Length));
        _backward.Add(new PackVectorStep(title + ", unpacked", packed, Operand.Gradient(parameter), main.Shape.Channels));
    }

    private void WeightBackward(FusedLayer layer, KernelSpec kernel, PlainStrides strides)
    {
        string title = $"gradient by {_builder.Graph.Nodes[layer.Main].Name}'s weights";
        Operand packed = _builder.PackedWeights(title, kernel);
        Operand gradient = Operand.Gradient(_builder.Parameter(layer.Main, ParameterRole.Weight));
        _backward.Add(new KernelStep(
            title, kernel, EquatableArray.Of(_builder.Value(_builder.Input(layer)), _builder.Gradient(layer.Output), packed),
            KernelArguments.ImagesPart, null, _builder.MultiplyAdds(layer.Main)));
        _backward.Add(new UnpackGradientStep(title + ", unpacked", kernel, strides, packed, gradient));
    }

    private void NormBackward(FusedLayer layer, BatchNorm norm)
    {
        int input = _builder.Input(layer);
        (Operand mean, Operand inverseStd) = _statistics[layer.Main];
        var kernel = new BatchNormBackwardKernel(
            _builder.Forms.Value(input), _builder.Forms.Gradient(layer.Output), _builder.Forms.Gradient(input), norm.Affine);
        _backward.Add(_builder.Blockwise(
            layer, "gradient of ", kernel, KernelArguments.ImagesPart,
            _builder.Value(input), _builder.Gradient(layer.Output), _builder.Gradient(input),
            Operand.Parameter(_builder.Parameter(layer.Main, ParameterRole.Scale)), mean, inverseStd,
            Operand.Gradient(_builder.Parameter(layer.Main, ParameterRole.Scale)), Operand.Gradient(_builder.Parameter(layer.Main, ParameterRole.Shift))));
    }

    private void FlattenBackward(FusedLayer layer)
    {
        int input = _builder.Input(layer);
        _backward.Add(new FromPlanarStep(
            _builder.Title(layer, "gradient of "), _builder.Gradient(layer.Output), _builder.Gradient(input), _builder.Forms.Gradient(input)));
    }

    private void SoftmaxBackward(FusedLayer layer)
    {
        int input = _builder.Input(layer);
        var kernel = new SoftmaxBackwardKernel(
            _builder.Forms.Value(layer.Output), _builder.Forms.Gradient(layer.Output), _builder.Forms.Gradient(input));
        _backward.Add(new KernelStep(
            _builder.Title(layer, "gradient of "), kernel,
            EquatableArray.Of(_builder.Value(layer.Output), _builder.Gradient(layer.Output), _builder.Gradient(input)),
            KernelArguments.None, null, 10 * kernel.Output.Shape.Length));
    }
}
