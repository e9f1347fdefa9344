using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes.Rules;

/// <summary>
/// Other dimensions of the same planar order, in which a vector lies anyway. Between two images the values go through a vector.
/// </summary>
internal sealed class ReshapeRule : LayerRule<Reshape>
{
    protected override void Forward(Reshape operation, LayerLowering layer) =>
        Move(layer, "", layer.Input(), layer.InputForm(), layer.Output, layer.OutputForm);

    protected override void Backward(Reshape operation, BackwardLowering layer)
    {
        if (!layer.NeedsInputGradient()) return;
        Move(layer, "gradient of ", layer.OutputGradient, layer.OutputGradientForm, layer.InputGradient(), layer.InputGradientForm());
    }

    private static void Move(LayerLowering layer, string prefix, Operand source, TensorForm sourceForm, Operand target, TensorForm targetForm)
    {
        string title = layer.Title(prefix);
        if (IsVector(targetForm))
        {
            layer.Add(new ToPlanarStep(title, source, target, sourceForm));
        }
        else if (IsVector(sourceForm))
        {
            layer.Add(new FromPlanarStep(title, source, target, targetForm));
        }
        else
        {
            Operand vector = layer.Scratch($"{title}, in order", new TensorForm(Shape.Of((int)sourceForm.Shape.Length)));
            layer.Add(new ToPlanarStep($"{title}, in order", source, vector, sourceForm));
            layer.Add(new FromPlanarStep(title, vector, target, targetForm));
        }
    }

    private static bool IsVector(TensorForm form) => form.Shape.Pixels == 1 && form.Halo == Edges.None;
}
