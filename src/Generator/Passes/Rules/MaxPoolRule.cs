using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Passes.Rules;

/// <summary>Max pooling.</summary>
internal sealed class MaxPoolRule : LayerRule<MaxPool>
{
    protected override void Forward(MaxPool operation, LayerLowering layer) =>
        layer.CallBlockwise("", Kernel(operation, layer), KernelArguments.Part, layer.Input(), layer.Output);

    /// <summary>The kernel of the forward pass.</summary>
    public static MaxPoolKernel Kernel(MaxPool operation, LayerLowering layer) =>
        new(layer.InputForm(), layer.OutputForm, operation.Kernel, operation.Stride, operation.Padding) { Dilation = operation.Dilation };

    protected override void Backward(MaxPool operation, BackwardLowering layer)
    {
        if (!layer.NeedsInputGradient()) return;
        var kernel = new MaxPoolBackwardKernel(
            layer.InputForm(), layer.OutputForm, layer.InputGradientForm(), layer.OutputGradientForm, operation.Kernel, operation.Stride, operation.Padding)
        {
            Dilation = operation.Dilation,
        };
        layer.CallBlockwise("gradient of ", kernel, KernelArguments.Part, layer.Input(), layer.Output, layer.OutputGradient, layer.InputGradient());
    }
}
