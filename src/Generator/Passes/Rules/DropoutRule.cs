using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Passes.Rules;

/// <summary>Dropout in training; at inference it is another name for what it reads. The same mask takes the gradient back.</summary>
internal sealed class DropoutRule : LayerRule<Dropout>
{
    public override bool GradientInPlace => true;

    protected override void Forward(Dropout operation, LayerLowering layer) => layer.CallBlockwise(
        "", Kernel(operation, layer, layer.InputForm(), layer.OutputForm), KernelArguments.KeyImagePart, layer.Input(), layer.Output);

    protected override void Backward(Dropout operation, BackwardLowering layer)
    {
        if (!layer.NeedsInputGradient()) return;
        DropoutKernel kernel = Kernel(operation, layer, layer.OutputGradientForm, layer.InputGradientForm());
        layer.CallBlockwise("gradient of ", kernel, KernelArguments.KeyImagePart, layer.OutputGradient, layer.InputGradient());
    }

    private static DropoutKernel Kernel(Dropout operation, LayerLowering layer, TensorForm from, TensorForm to) =>
        new(from, to, operation.Probability, layer.Number) { WholeChannels = operation.WholeChannels };
}
