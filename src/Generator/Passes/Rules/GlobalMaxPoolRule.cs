using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Passes.Rules;

/// <summary>The largest value of each channel.</summary>
internal sealed class GlobalMaxPoolRule : LayerRule<GlobalMaxPool>
{
    protected override void Forward(GlobalMaxPool operation, LayerLowering layer) => layer.CallBlockwise(
        "", new GlobalMaxPoolKernel(layer.InputForm(), layer.OutputForm), KernelArguments.Part, layer.Input(), layer.Output);

    protected override void Backward(GlobalMaxPool operation, BackwardLowering layer)
    {
        if (!layer.NeedsInputGradient()) return;
        var kernel = new GlobalMaxPoolBackwardKernel(layer.InputForm(), layer.OutputForm, layer.OutputGradientForm, layer.InputGradientForm());
        layer.CallBlockwise("gradient of ", kernel, KernelArguments.Part, layer.Input(), layer.Output, layer.OutputGradient, layer.InputGradient());
    }
}
