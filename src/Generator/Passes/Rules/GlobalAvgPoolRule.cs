using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Passes.Rules;

/// <summary>The mean of each channel.</summary>
internal sealed class GlobalAvgPoolRule : LayerRule<GlobalAvgPool>
{
    protected override void Forward(GlobalAvgPool operation, LayerLowering layer) => layer.CallBlockwise(
        "", new GlobalAvgPoolKernel(layer.InputForm(), layer.OutputForm), KernelArguments.Part, layer.Input(), layer.Output);

    protected override void Backward(GlobalAvgPool operation, BackwardLowering layer)
    {
        if (!layer.NeedsInputGradient()) return;
        var kernel = new GlobalAvgPoolBackwardKernel(layer.OutputGradientForm, layer.InputGradientForm());
        layer.CallBlockwise("gradient of ", kernel, KernelArguments.Part, layer.OutputGradient, layer.InputGradient());
    }
}
