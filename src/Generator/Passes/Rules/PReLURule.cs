using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Passes.Rules;

/// <summary>ReLU with learned slopes for negative values.</summary>
internal sealed class PReLURule : LayerRule<PReLU>
{
    public override bool GradientInPlace => true;

    protected override void Forward(PReLU operation, LayerLowering layer) => layer.CallBlockwise(
        "", new PReLUKernel(layer.InputForm(), layer.OutputForm, operation.Count), KernelArguments.Part,
        layer.Input(), WeightPreparation.Plain(layer, ParameterRole.Slope), layer.Output);

    protected override void Backward(PReLU operation, BackwardLowering layer)
    {
        var kernel = new PReLUBackwardKernel(layer.InputForm(), layer.OutputGradientForm, layer.InputGradientForm(), operation.Count);
        layer.Call(
            "gradient of ", kernel, KernelArguments.ImagesPart, 2 * layer.Main.Shape.Length, layer.Input(), layer.OutputGradient, layer.InputGradient(),
            layer.ParameterAt(ParameterRole.Slope), layer.ParameterGradientAt(ParameterRole.Slope));
    }
}
