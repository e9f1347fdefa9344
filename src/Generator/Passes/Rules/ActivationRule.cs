using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Passes.Rules;

/// <summary>Functions of single elements that stand alone.</summary>
internal sealed class ActivationRule : LayerRule<Activation>
{
    public override bool GradientInPlace => true;

    protected override void Forward(Activation operation, LayerLowering layer) => layer.CallBlockwise(
        "", new ActivationKernel(operation.Function, operation.Slope, layer.InputForm(), layer.OutputForm), KernelArguments.Part, layer.Input(), layer.Output);

    protected override void Backward(Activation operation, BackwardLowering layer)
    {
        if (!layer.NeedsInputGradient()) return;
        var kernel = new ActivationBackwardKernel(
            operation.Function, operation.Slope, layer.InputForm(), layer.OutputForm, layer.OutputGradientForm, layer.InputGradientForm());
        layer.CallBlockwise("gradient of ", kernel, KernelArguments.Part, layer.Input(), layer.Output, layer.OutputGradient, layer.InputGradient());
    }
}
