using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Passes.Rules;

/// <summary>Means over bins.</summary>
internal sealed class AdaptiveAvgPoolRule : LayerRule<AdaptiveAvgPool>
{
    protected override void Forward(AdaptiveAvgPool operation, LayerLowering layer) => layer.CallBlockwise(
        "", new AdaptiveAvgPoolKernel(layer.InputForm(), layer.OutputForm), KernelArguments.Part, layer.Input(), layer.Output);

    protected override void Backward(AdaptiveAvgPool operation, BackwardLowering layer)
    {
        if (!layer.NeedsInputGradient()) return;
        var kernel = new AdaptiveAvgPoolBackwardKernel(layer.OutputGradientForm, layer.InputGradientForm());
        layer.CallBlockwise("gradient of ", kernel, KernelArguments.Part, layer.OutputGradient, layer.InputGradient());
    }
}
