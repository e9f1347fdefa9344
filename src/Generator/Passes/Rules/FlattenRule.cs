using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes.Rules;

/// <summary>A flattening whose readers want a vector: from blocks of channels to planar order, which is a vector's.</summary>
internal sealed class FlattenRule : LayerRule<Flatten>
{
    protected override void Forward(Flatten operation, LayerLowering layer) =>
        layer.Add(new ToPlanarStep(layer.Title(), layer.Input(), layer.Output, layer.InputForm()));

    protected override void Backward(Flatten operation, BackwardLowering layer)
    {
        if (!layer.NeedsInputGradient()) return;
        layer.Add(new FromPlanarStep(layer.Title("gradient of "), layer.OutputGradient, layer.InputGradient(), layer.InputGradientForm()));
    }
}
