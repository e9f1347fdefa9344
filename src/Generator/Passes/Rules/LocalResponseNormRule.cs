using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Passes.Rules;

/// <summary>Normalisation by neighbouring channels.</summary>
internal sealed class LocalResponseNormRule : LayerRule<LocalResponseNorm>
{
    public override bool GradientInPlace => true;

    protected override void Forward(LocalResponseNorm operation, LayerLowering layer)
    {
        var kernel = new LocalResponseNormKernel(
            layer.InputForm(), layer.OutputForm, operation.Size, operation.Alpha, operation.Beta, operation.K);
        layer.Call("", kernel, KernelArguments.Part, 20 * layer.Main.Shape.Length, layer.Input(), layer.Output);
    }

    protected override void Backward(LocalResponseNorm operation, BackwardLowering layer)
    {
        if (!layer.NeedsInputGradient()) return;
        var kernel = new LocalResponseNormBackwardKernel(
            layer.InputForm(), layer.OutputGradientForm, layer.InputGradientForm(), operation.Size, operation.Alpha, operation.Beta, operation.K);
        layer.Call("gradient of ", kernel, KernelArguments.Part, 30 * layer.Main.Shape.Length, layer.Input(), layer.OutputGradient, layer.InputGradient());
    }
}
