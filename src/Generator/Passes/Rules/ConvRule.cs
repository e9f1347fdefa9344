using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes.Rules;

/// <summary>
/// Convolutions of any rank. The gradient by the input is a convolution too, one for each remainder of the position by the
/// strides. Where every channel sees only itself, kernels of their own take over.
/// </summary>
internal sealed class ConvRule : LayerRule<Conv>
{
    public override bool FoldsNorm => true;

    public override bool TakesActivation(Activation activation) => activation.IsClamp;

    /// <summary>The kernels of depthwise convolutions add nothing.</summary>
    protected override bool TakesResidual(Conv operation) => operation.Groups == 1 || operation.Groups < operation.OutChannels;

    protected override bool ReadsPlanar(Conv operation, ConvAlgorithm algorithm) => operation.Groups == 1 && algorithm.IsDirect;

    protected override Edges InputHalo(Conv operation, ConvAlgorithm algorithm, Shape input, Shape output) => algorithm.IsWinograd
        ? WinogradKernel.Reach(Axes(operation, output), algorithm.WinogradTile, input)
        : Axes(operation, output).Reach(input);

    protected override Edges OutputGradientHalo(Conv operation, Shape input, Shape output) =>
        ConvPhase.Of(input, operation.Kernel, operation.Stride, operation.Padding, operation.Dilation)
            .Aggregate(Edges.None, (halo, phase) => Edges.Max(halo, phase.Axes.Reach(output)));

    protected override void Forward(Conv operation, LayerLowering layer)
    {
        bool bias = HasBias(layer);
        if (layer.Algorithm.IsWinograd)
        {
            ForwardByWinograd(operation, layer, bias);
            return;
        }

        if (layer.Algorithm.IsStrassen)
        {
            ForwardByStrassen(operation, layer, bias);
            return;
        }

        KernelSpec kernel = DirectKernel(layer);
        (Operand weights, Operand shift) = WeightPreparation.Pack(layer, kernel, Strides(layer), bias);
        layer.Call("", kernel, KernelArguments.Part, layer.MultiplyAdds, Operands(layer, weights, shift));
    }

    /// <summary>Whether sums begin with something: the bias, or what is left of a folded normalisation.</summary>
    public static bool HasBias(LayerLowering layer) => ((Conv)layer.Main.Operation).Bias || layer.Norm is not null;

    /// <summary>The kernel that computes each output by its products.</summary>
    public static KernelSpec DirectKernel(LayerLowering layer)
    {
        var operation = (Conv)layer.Main.Operation;
        (ActivationFunction function, float slope) = layer.Epilogue;
        KernelSpec kernel = Kernel(
            IsDepthwise(operation, layer), operation.Groups, layer.InputForm(), layer.OutputForm, Axes(operation, layer.Main.Shape), HasBias(layer), function, slope);
        return layer.ResidualForm is { } residual ? (ConvKernel)kernel with { Residual = residual } : kernel;
    }

    private static void ForwardByWinograd(Conv operation, LayerLowering layer, bool bias)
    {
        (ActivationFunction function, float slope) = layer.Epilogue;
        ConvAxes axes = Axes(operation, layer.Main.Shape);
        var kernel = new WinogradKernel(
            layer.InputForm(), layer.OutputForm, axes.Vertical, axes.Horizontal, layer.Algorithm.WinogradTile, bias, function, slope)
        {
            Residual = layer.ResidualForm,
            Pools = layer.Pools,
        };
        (Operand scale, Operand shift) = WeightPreparation.PackShift(layer, bias);
        Operand weights = layer.PackedWeights("weights", kernel);
        layer.Pack(new PackWinogradStep($"{layer.Main.Name}'s weights, transformed", kernel, layer.ParameterAt(ParameterRole.Weight), scale, weights));
        layer.Call("", kernel, KernelArguments.ScratchPart, layer.MultiplyAdds, Operands(layer, weights, shift));
    }

    private static void ForwardByStrassen(Conv operation, LayerLowering layer, bool bias)
    {
        (ActivationFunction function, float slope) = layer.Epilogue;
        ConvAxes axes = Axes(operation, layer.Main.Shape);
        var kernel = new StrassenKernel(layer.InputForm(), layer.OutputForm, axes.Vertical, axes.Horizontal, bias, function, slope)
        {
            Residual = layer.ResidualForm,
        };
        (Operand scale, Operand shift) = WeightPreparation.PackShift(layer, bias);
        Operand weights = layer.PackedWeights("weights", kernel);
        layer.Pack(new PackStrassenStep($"{layer.Main.Name}'s weights, summed", kernel, layer.ParameterAt(ParameterRole.Weight), scale, weights));
        layer.Call("", kernel, KernelArguments.ScratchPart, layer.MultiplyAdds, Operands(layer, weights, shift));
    }

    private static Operand[] Operands(LayerLowering layer, Operand weights, Operand shift) => layer.ResidualForm is null
        ? [layer.Input(), weights, shift, layer.Output]
        : [layer.Input(), weights, shift, layer.Residual, layer.Output];

    protected override void Backward(Conv operation, BackwardLowering layer)
    {
        WeightPreparation.BiasGradient(layer);
        KernelSpec kernel = WeightGradientKernel(
            IsDepthwise(operation, layer), operation.Groups, layer.InputForm(), layer.OutputGradientForm, Axes(operation, layer.Main.Shape));
        WeightPreparation.WeightGradient(layer, kernel, Strides(layer), layer.Input(), layer.OutputGradient);
        if (!layer.NeedsInputGradient()) return;
        Operand target = layer.InputGradient();
        foreach (ConvPhase phase in ConvPhase.Of(layer.InputShape(), operation.Kernel, operation.Stride, operation.Padding, operation.Dilation))
        {
            BackwardThrough(operation, layer, phase, target);
        }
    }

    /// <summary>The kernel of a convolution in any direction.</summary>
    public static KernelSpec Kernel(
        bool depthwise, int groups, TensorForm input, TensorForm output, ConvAxes axes, bool bias,
        ActivationFunction function = ActivationFunction.Identity, float slope = 0) => depthwise
        ? new DepthwiseConvKernel(input, output, axes.Vertical, axes.Horizontal, bias, function, slope) { Depth = axes.Depth }
        : new ConvKernel(input, output, axes.Vertical, axes.Horizontal, groups, bias, function, slope) { Depth = axes.Depth };

    /// <summary>The kernel of a convolution's weight gradient.</summary>
    public static KernelSpec WeightGradientKernel(bool depthwise, int groups, TensorForm input, TensorForm gradient, ConvAxes axes) => depthwise
        ? new DepthwiseWeightGradientKernel(input, gradient, axes.Vertical, axes.Horizontal) { Depth = axes.Depth }
        : new ConvWeightGradientKernel(input, gradient, axes.Vertical, axes.Horizontal, groups) { Depth = axes.Depth };

    /// <summary>The positions with one remainder by the strides: a convolution of the output's gradient with some of the taps.</summary>
    private static void BackwardThrough(Conv operation, BackwardLowering layer, ConvPhase phase, Operand target)
    {
        bool depthwise = IsDepthwise(operation, layer);
        KernelSpec kernel = Kernel(depthwise, operation.Groups, layer.OutputGradientForm, layer.InputGradientForm(), phase.Axes, bias: false);
        Operand weights = layer.PackedWeights("weights, transposed", kernel);
        if (phase.Axes.Taps > 0)
        {
            // A depthwise weight has one input channel, so that only taps are reversed.
            PlainStrides strides = phase.Strides(operation.Kernel, depthwise ? 1 : layer.InputShape().Channels, depthwise ? 1 : operation.Groups);
            layer.Pack(new PackWeightsStep(
                $"{layer.Main.Name}'s weights, transposed", new PackedLayout(kernel), strides, layer.ParameterAt(ParameterRole.Weight), Operand.None, weights));
        }

        layer.Call(
            "gradient by the input of ", kernel, KernelArguments.Part, layer.MultiplyAdds / operation.Stride.Pixels,
            layer.OutputGradient, weights, Operand.None, target);
    }

    private static bool IsDepthwise(Conv operation, LayerLowering layer) => operation.IsDepthwise(layer.InputShape());

    private static ConvAxes Axes(Conv conv, Shape output) => ConvAxes.Forward(output, conv.Kernel, conv.Stride, conv.Padding, conv.Dilation);

    /// <summary>The strides of the parameter O×(I/groups)×kD×kH×kW as the forward pass reads it.</summary>
    public static PlainStrides Strides(LayerLowering layer)
    {
        var operation = (Conv)layer.Main.Operation;
        return IsDepthwise(operation, layer)
            ? PlainStrides.Forward(operation.Kernel, inputs: 1, groups: 1)
            : PlainStrides.Forward(operation.Kernel, layer.InputShape().Channels, operation.Groups);
    }
}
