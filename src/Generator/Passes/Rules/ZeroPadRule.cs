using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes.Rules;

/// <summary>Zeros around an image, or edges cut off: a copy at another place, and back.</summary>
internal sealed class ZeroPadRule : LayerRule<ZeroPad>
{
    protected override void Forward(ZeroPad operation, LayerLowering layer) => layer.Add(new PadStep(
        layer.Title(), layer.Input(), layer.InputForm(), layer.Output, layer.OutputForm,
        operation.Padding.Front, operation.Padding.Top, operation.Padding.Left));

    protected override void Backward(ZeroPad operation, BackwardLowering layer)
    {
        if (!layer.NeedsInputGradient()) return;
        layer.Add(new PadStep(
            layer.Title("gradient of "), layer.OutputGradient, layer.OutputGradientForm, layer.InputGradient(), layer.InputGradientForm(),
            -operation.Padding.Front, -operation.Padding.Top, -operation.Padding.Left));
    }
}
