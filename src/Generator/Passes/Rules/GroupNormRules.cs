using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes.Rules;

/// <summary>Normalisation of groups of channels.</summary>
internal sealed class GroupNormRule : LayerRule<GroupNorm>
{
    public override bool GradientInPlace => true;

    protected override void Forward(GroupNorm operation, LayerLowering layer) => Of(operation).Forward(layer);

    protected override void Backward(GroupNorm operation, BackwardLowering layer) => Of(operation).Backward(layer);

    private static GroupNormalization Of(GroupNorm operation) =>
        new(operation.Groups, operation.Epsilon, operation.Affine ? NormAffine.PerChannel : NormAffine.None);
}

/// <summary>Normalisation of single channels: each is a group.</summary>
internal sealed class InstanceNormRule : LayerRule<InstanceNorm>
{
    public override bool GradientInPlace => true;

    protected override void Forward(InstanceNorm operation, LayerLowering layer) => Of(operation, layer).Forward(layer);

    protected override void Backward(InstanceNorm operation, BackwardLowering layer) => Of(operation, layer).Backward(layer);

    private static GroupNormalization Of(InstanceNorm operation, LayerLowering layer) =>
        new(layer.Main.Shape.Channels, operation.Epsilon, operation.Affine ? NormAffine.PerChannel : NormAffine.None);
}

/// <summary>Normalisation of all of an image: one group, with parameters for each element.</summary>
internal sealed class LayerNormRule : LayerRule<LayerNorm>
{
    public override bool GradientInPlace => true;

    protected override void Forward(LayerNorm operation, LayerLowering layer) => Of(operation).Forward(layer);

    protected override void Backward(LayerNorm operation, BackwardLowering layer) => Of(operation).Backward(layer);

    private static GroupNormalization Of(LayerNorm operation) =>
        new(1, operation.Epsilon, operation.Affine ? NormAffine.PerElement : NormAffine.None);
}

/// <summary>What the three share.</summary>
internal sealed record GroupNormalization(int Groups, float Epsilon, NormAffine Affine)
{
    private const string Statistics = "statistics";

    public void Forward(LayerLowering layer)
    {
        var kernel = new NormKernel(layer.InputForm(), layer.OutputForm, Groups, Epsilon, Affine);
        Operand statistics = layer.Scratch($"{layer.Main.Name}'s means and 1/σ", kernel.Division.Statistics);
        layer.Save(Statistics, statistics);
        layer.Call(
            "", kernel, KernelArguments.Part, 4 * layer.Main.Shape.Length, layer.Input(), layer.Output,
            WeightPreparation.Plain(layer, ParameterRole.Scale), WeightPreparation.Plain(layer, ParameterRole.Shift), statistics);
    }

    /// <summary>The parameters' gradients come first, as the gradient by the input may overwrite the one by the output.</summary>
    public void Backward(BackwardLowering layer)
    {
        Operand statistics = layer.Saved(Statistics);
        if (Affine != NormAffine.None)
        {
            var parameters = new NormParameterGradientKernel(layer.InputForm(), layer.OutputGradientForm, Groups, Affine);
            layer.Call(
                "gradient by the parameters of ", parameters, KernelArguments.ImagesPart, 2 * layer.Main.Shape.Length,
                layer.Input(), layer.OutputGradient, statistics,
                layer.ParameterGradientAt(ParameterRole.Scale), layer.ParameterGradientAt(ParameterRole.Shift));
        }

        if (!layer.NeedsInputGradient()) return;
        var kernel = new NormBackwardKernel(layer.InputForm(), layer.OutputGradientForm, layer.InputGradientForm(), Groups, Affine);
        layer.Call(
            "gradient of ", kernel, KernelArguments.Part, 4 * layer.Main.Shape.Length, layer.Input(), layer.OutputGradient, layer.InputGradient(),
            layer.ParameterAt(ParameterRole.Scale), statistics);
    }
}
