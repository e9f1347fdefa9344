using System;
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

    protected override Edges InputHalo(Conv operation, Shape input, Shape output)
    {
        (ConvAxis vertical, ConvAxis horizontal) = Axes(operation, output);
        return new(vertical.ReachBefore, horizontal.ReachBefore, vertical.ReachAfter(input.Height), horizontal.ReachAfter(input.Width));
    }

    protected override Edges OutputGradientHalo(Conv operation, Shape input, Shape output) => Phases(operation, input).Aggregate(
        Edges.None, (halo, phase) => Edges.Max(halo, new(
            phase.Vertical.Axis.ReachBefore, phase.Horizontal.Axis.ReachBefore,
            phase.Vertical.Axis.ReachAfter(output.Height), phase.Horizontal.Axis.ReachAfter(output.Width))));

    protected override void Forward(Conv operation, LayerLowering layer)
    {
        bool bias = operation.Bias || layer.Norm is not null;
        (ConvAxis vertical, ConvAxis horizontal) = Axes(operation, layer.Main.Shape);
        (ActivationFunction function, float slope) = layer.Epilogue;
        var kernel = new ConvKernel(layer.InputForm(), layer.OutputForm, vertical, horizontal, operation.Groups, bias, function, slope);
        (Operand weights, Operand shift) = WeightPreparation.Pack(layer, kernel, Strides(operation, layer.InputShape()), bias);
        layer.Call("", kernel, KernelArguments.Part, layer.MultiplyAdds, layer.Input(), weights, shift, layer.Output);
    }

    protected override void Backward(Conv operation, BackwardLowering layer)
    {
        (ConvAxis vertical, ConvAxis horizontal) = Axes(operation, layer.Main.Shape);
        WeightPreparation.BiasGradient(layer);
        var kernel = new ConvWeightGradientKernel(layer.InputForm(), layer.OutputGradientForm, vertical, horizontal, operation.Groups);
        WeightPreparation.WeightGradient(layer, kernel, Strides(operation, layer.InputShape()), layer.Input(), layer.OutputGradient);
        if (!layer.NeedsInputGradient()) return;
        Operand target = layer.InputGradient();
        foreach ((BackwardPhase v, BackwardPhase h) in Phases(operation, layer.InputShape())) BackwardThrough(operation, layer, v, h, target);
    }

    /// <summary>One remainder of row and column by the strides: a convolution of the output's gradient with some of the taps.</summary>
    private static void BackwardThrough(Conv operation, BackwardLowering layer, BackwardPhase vertical, BackwardPhase horizontal, Operand target)
    {
        var kernel = new ConvKernel(
            layer.OutputGradientForm, layer.InputGradientForm(), vertical.Axis, horizontal.Axis, operation.Groups, Bias: false);
        int taps = operation.Kernel.Height * operation.Kernel.Width;
        var strides = new PlainStrides(
            taps, layer.InputShape().Channels / operation.Groups * taps, OutputsRestart: operation.Groups > 1, InputsRestart: false,
            (vertical.FirstTap * operation.Kernel.Width) + horizontal.FirstTap, vertical.TapStride * operation.Kernel.Width, horizontal.TapStride);
        Operand weights = layer.PackedWeights("weights, transposed", kernel);
        if (vertical.Axis.Taps * horizontal.Axis.Taps > 0)
        {
            layer.Pack(new PackWeightsStep(
                $"{layer.Main.Name}'s weights, transposed", kernel, strides, layer.ParameterAt(ParameterRole.Weight), Operand.None, weights));
        }

        layer.Call(
            "gradient by the input of ", kernel, KernelArguments.Part, layer.MultiplyAdds / (operation.Stride.Height * operation.Stride.Width),
            layer.OutputGradient, weights, Operand.None, target);
    }

    private static (ConvAxis Vertical, ConvAxis Horizontal) Axes(Conv conv, Shape output) => (
        ConvAxis.Forward(output.Height, conv.Kernel.Height, conv.Stride.Height, conv.Padding.Top, conv.Dilation.Height),
        ConvAxis.Forward(output.Width, conv.Kernel.Width, conv.Stride.Width, conv.Padding.Left, conv.Dilation.Width));

    private static IEnumerable<(BackwardPhase Vertical, BackwardPhase Horizontal)> Phases(Conv conv, Shape input) =>
        from row in Enumerable.Range(0, Math.Min(conv.Stride.Height, input.Height))
        from column in Enumerable.Range(0, Math.Min(conv.Stride.Width, input.Width))
        select (
            BackwardPhase.Of(input.Height, conv.Kernel.Height, conv.Stride.Height, conv.Padding.Top, conv.Dilation.Height, row),
            BackwardPhase.Of(input.Width, conv.Kernel.Width, conv.Stride.Width, conv.Padding.Left, conv.Dilation.Width, column));

    /// <summary>The strides of the parameter O×(I/groups)×kH×kW as the forward pass reads it.</summary>
    private static PlainStrides Strides(Conv conv, Shape input)
    {
        int taps = conv.Kernel.Height * conv.Kernel.Width;
        int inputs = input.Channels / conv.Groups;
        return new(inputs * taps, taps, OutputsRestart: false, InputsRestart: conv.Groups > 1, 0, conv.Kernel.Width, 1);
    }
}
