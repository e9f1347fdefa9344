using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Passes.Rules;

/// <summary>Images of another size.</summary>
internal sealed class UpsampleRule : LayerRule<Upsample>
{
    protected override void Forward(Upsample operation, LayerLowering layer)
    {
        var kernel = new UpsampleKernel(layer.InputForm(), layer.OutputForm, operation.Mode, operation.AlignCorners);
        layer.CallBlockwise("", kernel, KernelArguments.Part, layer.Input(), layer.Output);
    }

    protected override void Backward(Upsample operation, BackwardLowering layer)
    {
        if (!layer.NeedsInputGradient()) return;
        var kernel = new UpsampleBackwardKernel(layer.OutputGradientForm, layer.InputGradientForm(), operation.Mode, operation.AlignCorners);
        layer.CallBlockwise("gradient of ", kernel, KernelArguments.Part, layer.OutputGradient, layer.InputGradient());
    }
}
