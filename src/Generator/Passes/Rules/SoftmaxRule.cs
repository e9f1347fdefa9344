using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Passes.Rules;

/// <summary>Softmax over the channels, or its logarithm.</summary>
internal sealed class SoftmaxRule : LayerRule<Softmax>
{
    protected override void Forward(Softmax operation, LayerLowering layer)
    {
        var kernel = new SoftmaxKernel(layer.InputForm(), layer.OutputForm) { Log = operation.Log };
        layer.Call("", kernel, KernelArguments.None, 10 * layer.Main.Shape.Length, layer.Input(), layer.Output);
    }

    protected override void Backward(Softmax operation, BackwardLowering layer)
    {
        if (!layer.NeedsInputGradient()) return;
        var kernel = new SoftmaxBackwardKernel(layer.OutputForm, layer.OutputGradientForm, layer.InputGradientForm()) { Log = operation.Log };
        layer.Call("gradient of ", kernel, KernelArguments.None, 10 * layer.Main.Shape.Length, layer.Output, layer.OutputGradient, layer.InputGradient());
    }
}
