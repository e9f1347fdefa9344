using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes.Rules;

/// <summary>
/// Transposed convolutions: the layer's output stands where a convolution has its input. So forward is the convolution's
/// gradient by its input, the gradient by the input is the convolution, and the weight gradient reads both sides exchanged.
/// </summary>
internal sealed class ConvTransposeRule : LayerRule<ConvTranspose>
{
    public override bool FoldsNorm => true;

    public override bool WeightGradientReadsHalo => true;

    public override bool TakesActivation(Activation activation) => activation.IsClamp;

    protected override Edges InputHalo(ConvTranspose operation, ConvAlgorithm algorithm, Shape input, Shape output) =>
        Phases(operation, output).Aggregate(Edges.None, (halo, phase) => Edges.Max(halo, phase.Axes.Reach(input)));

    protected override Edges OutputGradientHalo(ConvTranspose operation, Shape input, Shape output) => Axes(operation, input).Reach(output);

    protected override void Forward(ConvTranspose operation, LayerLowering layer)
    {
        bool bias = operation.Bias || layer.Norm is not null;
        (ActivationFunction function, float slope) = layer.Epilogue;
        Operand plain = layer.ParameterAt(ParameterRole.Weight);
        (Operand scale, Operand shift) = WeightPreparation.PackShift(layer, bias);
        foreach (ConvPhase phase in Phases(operation, layer.Main.Shape))
        {
            KernelSpec kernel = ConvRule.Kernel(
                depthwise: false, operation.Groups, layer.InputForm(), layer.OutputForm, phase.Axes, bias, function, slope);
            Operand weights = layer.PackedWeights("weights", kernel);
            if (phase.Axes.Taps > 0)
            {
                PlainStrides strides = phase.Strides(operation.Kernel, operation.OutChannels, operation.Groups);
                layer.Pack(new PackWeightsStep($"{layer.Main.Name}'s weights", new PackedLayout(kernel), strides, plain, scale, weights));
            }

            layer.Call("", kernel, KernelArguments.Part, layer.MultiplyAdds / operation.Stride.Pixels, layer.Input(), weights, shift, layer.Output);
        }
    }

    protected override void Backward(ConvTranspose operation, BackwardLowering layer)
    {
        ConvAxes axes = Axes(operation, layer.InputShape());
        PlainStrides strides = PlainStrides.Forward(operation.Kernel, operation.OutChannels, operation.Groups);
        WeightPreparation.BiasGradient(layer);
        KernelSpec weightGradient = ConvRule.WeightGradientKernel(
            depthwise: false, operation.Groups, layer.OutputGradientForm, layer.InputForm(), axes);
        WeightPreparation.WeightGradient(layer, weightGradient, strides, layer.OutputGradient, layer.Input());
        if (!layer.NeedsInputGradient()) return;
        KernelSpec kernel = ConvRule.Kernel(
            depthwise: false, operation.Groups, layer.OutputGradientForm, layer.InputGradientForm(), axes, bias: false);
        Operand weights = layer.PackedWeights("weights, transposed", kernel);
        layer.Pack(new PackWeightsStep(
            $"{layer.Main.Name}'s weights, transposed", new PackedLayout(kernel), strides, layer.ParameterAt(ParameterRole.Weight), Operand.None, weights));
        layer.Call(
            "gradient by the input of ", kernel, KernelArguments.Part, layer.MultiplyAdds,
            layer.OutputGradient, weights, Operand.None, layer.InputGradient());
    }

    /// <summary>The convolution from the layer's output to its input.</summary>
    private static ConvAxes Axes(ConvTranspose operation, Shape input) =>
        ConvAxes.Forward(input, operation.Kernel, operation.Stride, operation.Padding, operation.Dilation);

    private static IEnumerable<ConvPhase> Phases(ConvTranspose operation, Shape output) =>
        ConvPhase.Of(output, operation.Kernel, operation.Stride, operation.Padding, operation.Dilation);
}
