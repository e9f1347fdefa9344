using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes.Rules;

/// <summary>
/// Transposed convolutions: the gradient by the input of a convolution from outputs to inputs, so that forward is one convolution
/// for each remainder of the position by the stride, and the gradient by the input is that convolution itself.
/// </summary>
internal sealed class ConvTransposeRule : LayerRule<ConvTranspose>
{
    public override bool FoldsNorm => true;

    public override bool TakesActivation(Activation activation) => Fusion.IsClamp(activation);

    protected override Edges InputHalo(ConvTranspose operation, Shape input, Shape output) =>
        Phases(operation, output).Aggregate(Edges.None, (halo, phase) => Edges.Max(halo, phase.Axes.Reach(input)));

    protected override Edges OutputGradientHalo(ConvTranspose operation, Shape input, Shape output) => Axes(operation, input).Reach(output);

    protected override void Forward(ConvTranspose operation, LayerLowering layer)
    {
        bool bias = operation.Bias || layer.Norm is not null;
        (Operand scale, Operand shift) = WeightPreparation.ScaleAndShift(layer, bias);
        ConvPhase[] phases = [.. Phases(operation, layer.Main.Shape)];
        for (int i = 0; i < phases.Length; i++) Forward(operation, layer, phases[i], i, scale, shift, layer.MultiplyAdds / phases.Length);
    }

    protected override void Backward(ConvTranspose operation, BackwardLowering layer)
    {
        ConvAxes axes = Axes(operation, layer.InputShape());
        PlainStrides strides = PlainStrides.Forward(operation.Kernel, operation.OutChannels, operation.Groups);
        WeightPreparation.BiasGradient(layer);
        var weightGradient = new ConvWeightGradientKernel(layer.OutputGradientForm, layer.InputForm(), axes.Vertical, axes.Horizontal, operation.Groups)
        {
            Depth = axes.Depth,
        };
        WeightPreparation.WeightGradient(layer, weightGradient, strides, layer.OutputGradient, layer.Input());
        if (!layer.NeedsInputGradient()) return;
        var kernel = new ConvKernel(
            layer.OutputGradientForm, layer.InputGradientForm(), axes.Vertical, axes.Horizontal, operation.Groups, Bias: false)
        {
            Depth = axes.Depth,
        };
        Operand weights = layer.PackedWeights("weights, transposed", kernel);
        layer.Pack(new PackWeightsStep(
            $"{layer.Main.Name}'s weights, transposed", kernel, strides, layer.ParameterAt(ParameterRole.Weight), Operand.None, weights));
        layer.Call(
            "gradient by the input of ", kernel, KernelArguments.Part, layer.MultiplyAdds,
            layer.OutputGradient, weights, Operand.None, layer.InputGradient());
    }

    /// <summary>One remainder by the strides: positions of the output that the same taps reach.</summary>
    private static void Forward(ConvTranspose operation, LayerLowering layer, ConvPhase phase, int number, Operand scale, Operand shift, long work)
    {
        (ActivationFunction function, float slope) = layer.Epilogue;
        ConvAxes axes = phase.Axes;
        var kernel = new ConvKernel(
            layer.InputForm(), layer.OutputForm, axes.Vertical, axes.Horizontal, operation.Groups, shift != Operand.None, function, slope)
        {
            Depth = axes.Depth,
        };
        Operand weights = layer.PackedWeights($"weights of phase {number + 1}", kernel);
        if (axes.Taps > 0)
        {
            layer.Pack(new PackWeightsStep(
                $"{layer.Main.Name}'s weights of phase {number + 1}", kernel, phase.Strides(operation.Kernel, operation.OutChannels, operation.Groups),
                layer.ParameterAt(ParameterRole.Weight), scale, weights));
        }

        layer.Call("", kernel, KernelArguments.Part, work, layer.Input(), weights, shift, layer.Output);
    }

    private static IEnumerable<ConvPhase> Phases(ConvTranspose conv, Shape output) =>
        ConvPhase.Of(output, conv.Kernel, conv.Stride, conv.Padding, conv.Dilation);

    /// <summary>The convolution from outputs to inputs whose gradient this layer is.</summary>
    private static ConvAxes Axes(ConvTranspose conv, Shape input) =>
        ConvAxes.Forward(input, conv.Kernel, conv.Stride, conv.Padding, conv.Dilation);
}
