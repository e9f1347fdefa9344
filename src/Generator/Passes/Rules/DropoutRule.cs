using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes.Rules;

/// <summary>Dropout in training; at inference it is another name for what it reads. The same mask takes the gradient back.</summary>
internal sealed class DropoutRule : LayerRule<Dropout>
{
    public override bool GradientInPlace => true;

    protected override void Forward(Dropout operation, LayerLowering layer) => layer.CallBlockwise(
        "", new DropoutKernel(layer.InputForm(), layer.OutputForm, operation.Probability, layer.Number), KernelArguments.KeyImagePart, layer.Input(), layer.Output);

    protected override void Backward(Dropout operation, BackwardLowering layer)
    {
        if (!layer.NeedsInputGradient()) return;
        var kernel = new DropoutKernel(layer.OutputGradientForm, layer.InputGradientForm(), operation.Probability, layer.Number);
        layer.CallBlockwise("gradient of ", kernel, KernelArguments.KeyImagePart, layer.OutputGradient, layer.InputGradient());
    }
}
