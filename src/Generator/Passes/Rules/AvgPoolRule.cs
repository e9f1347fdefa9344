using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Passes.Rules;

/// <summary>Average pooling.</summary>
internal sealed class AvgPoolRule : LayerRule<AvgPool>
{
    protected override void Forward(AvgPool operation, LayerLowering layer)
    {
        var kernel = new AvgPoolKernel(layer.InputForm(), layer.OutputForm, operation.Kernel, operation.Stride, operation.Padding, operation.CountIncludePad);
        layer.CallBlockwise("", kernel, KernelArguments.Part, layer.Input(), layer.Output);
    }

    protected override void Backward(AvgPool operation, BackwardLowering layer)
    {
        if (!layer.NeedsInputGradient()) return;
        var kernel = new AvgPoolBackwardKernel(
            layer.OutputGradientForm, layer.InputGradientForm(), operation.Kernel, operation.Stride, operation.Padding, operation.CountIncludePad);
        layer.CallBlockwise("gradient of ", kernel, KernelArguments.Part, layer.OutputGradient, layer.InputGradient());
    }
}
