using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes.Rules;

/// <summary>Batch normalisation that stands alone: by the batch's statistics in training, a factor and a summand at inference.</summary>
internal sealed class BatchNormRule : LayerRule<BatchNorm>
{
    private const string Mean = "mean", InverseStd = "1/σ";

    public override bool GradientInPlace => true;

    public override bool TakesActivation(Activation activation) => activation.IsClamp;

    protected override void Forward(BatchNorm operation, LayerLowering layer)
    {
        (ActivationFunction function, float slope) = layer.Epilogue;
        if (!layer.Training)
        {
            (Operand scale, Operand shift) = WeightPreparation.Fold(layer, layer.Main, Operand.None);
            var affine = new ChannelAffineKernel(layer.InputForm(), layer.OutputForm, function, slope);
            layer.CallBlockwise("", affine, KernelArguments.Part, layer.Input(), scale, shift, layer.Output);
            return;
        }

        Operand mean = layer.PackedVector("batch mean", layer.Main.Shape.Channels);
        Operand inverseStd = layer.PackedVector("batch 1/σ", layer.Main.Shape.Channels);
        layer.Save(Mean, mean);
        layer.Save(InverseStd, inverseStd);
        var kernel = new BatchNormForwardKernel(
            layer.InputForm(), layer.OutputForm, operation.Epsilon, operation.Momentum, operation.Affine, function, slope);
        layer.CallBlockwise(
            "", kernel, KernelArguments.ImagesPart, layer.Input(), layer.Output,
            layer.ParameterAt(ParameterRole.Scale), layer.ParameterAt(ParameterRole.Shift),
            layer.ParameterAt(ParameterRole.RunningMean), layer.ParameterAt(ParameterRole.RunningVariance), mean, inverseStd);
    }

    protected override void Backward(BatchNorm operation, BackwardLowering layer)
    {
        var kernel = new BatchNormBackwardKernel(layer.InputForm(), layer.OutputGradientForm, layer.InputGradientForm(), operation.Affine);
        layer.CallBlockwise(
            "gradient of ", kernel, KernelArguments.ImagesPart, layer.Input(), layer.OutputGradient, layer.InputGradient(),
            layer.ParameterAt(ParameterRole.Scale), layer.Saved(Mean), layer.Saved(InverseStd),
            layer.ParameterGradientAt(ParameterRole.Scale), layer.ParameterGradientAt(ParameterRole.Shift));
    }
}
