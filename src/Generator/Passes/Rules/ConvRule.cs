using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes.Rules;

/// <summary>
/// Convolutions. The gradient by the input is a convolution too, one for each remainder of the position by the stride.
/// </summary>
internal sealed class ConvRule : LayerRule<Conv>
{
    public override bool FoldsNorm => true;

    public override bool TakesActivation(Activation activation) => Fusion.IsClamp(activation);

    protected override bool ReadsPlanar(Conv operation) => operation.Groups == 1;

    protected override Edges InputHalo(Conv operation, Shape input, Shape output) => Axes(operation, output).Reach(input);

    protected override Edges OutputGradientHalo(Conv operation, Shape input, Shape output) =>
        Phases(operation, input).Aggregate(Edges.None, (halo, phase) => Edges.Max(halo, phase.Axes.Reach(output)));

    protected override void Forward(Conv operation, LayerLowering layer)
    {
        bool bias = operation.Bias || layer.Norm is not null;
        ConvAxes axes = Axes(operation, layer.Main.Shape);
        (ActivationFunction function, float slope) = layer.Epilogue;
        var kernel = new ConvKernel(layer.InputForm(), layer.OutputForm, axes.Vertical, axes.Horizontal, operation.Groups, bias, function, slope)
        {
            Depth = axes.Depth,
        };
        (Operand weights, Operand shift) = WeightPreparation.Pack(layer, kernel, Strides(operation, layer.InputShape()), bias);
        layer.Call("", kernel, KernelArguments.Part, layer.MultiplyAdds, layer.Input(), weights, shift, layer.Output);
    }

    protected override void Backward(Conv operation, BackwardLowering layer)
    {
        ConvAxes axes = Axes(operation, layer.Main.Shape);
        WeightPreparation.BiasGradient(layer);
        var kernel = new ConvWeightGradientKernel(layer.InputForm(), layer.OutputGradientForm, axes.Vertical, axes.Horizontal, operation.Groups)
        {
            Depth = axes.Depth,
        };
        WeightPreparation.WeightGradient(layer, kernel, Strides(operation, layer.InputShape()), layer.Input(), layer.OutputGradient);
        if (!layer.NeedsInputGradient()) return;
        Operand target = layer.InputGradient();
        ConvPhase[] phases = [.. Phases(operation, layer.InputShape())];
        foreach (ConvPhase phase in phases) BackwardThrough(operation, layer, phase, target, layer.MultiplyAdds / phases.Length);
    }

    /// <summary>One remainder of the position by the strides: a convolution of the output's gradient with some of the taps.</summary>
    private static void BackwardThrough(Conv operation, BackwardLowering layer, ConvPhase phase, Operand target, long work)
    {
        ConvAxes axes = phase.Axes;
        var kernel = new ConvKernel(
            layer.OutputGradientForm, layer.InputGradientForm(), axes.Vertical, axes.Horizontal, operation.Groups, Bias: false)
        {
            Depth = axes.Depth,
        };
        PlainStrides strides = phase.Strides(operation.Kernel, layer.InputShape().Channels, operation.Groups);
        Operand weights = layer.PackedWeights("weights, transposed", kernel);
        if (axes.Taps > 0)
        {
            layer.Pack(new PackWeightsStep(
                $"{layer.Main.Name}'s weights, transposed", kernel, strides, layer.ParameterAt(ParameterRole.Weight), Operand.None, weights));
        }

        layer.Call("gradient by the input of ", kernel, KernelArguments.Part, work, layer.OutputGradient, weights, Operand.None, target);
    }

    private static ConvAxes Axes(Conv conv, Shape output) => ConvAxes.Forward(output, conv.Kernel, conv.Stride, conv.Padding, conv.Dilation);

    private static IEnumerable<ConvPhase> Phases(Conv conv, Shape input) =>
        ConvPhase.Of(input, conv.Kernel, conv.Stride, conv.Padding, conv.Dilation);

    /// <summary>The parameter O×(I/groups)×kD×kH×kW as the forward pass reads it.</summary>
    private static PlainStrides Strides(Conv conv, Shape input) => PlainStrides.Forward(conv.Kernel, input.Channels, conv.Groups);
}
