using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>
/// Normalisation of each group of neighbouring channels of each image by its mean and biased variance, as torch.nn.GroupNorm; γ
/// and β are of single channels.
/// </summary>
internal sealed record GroupNorm(int Groups, float Epsilon, bool Affine) : Operation
{
    public override string Kind => "GroupNorm";

    public override string Stem => "gn";

    public override bool MixesPixels => true;

    public override Inference Infer(EquatableArray<Shape> inputs)
    {
        ShapeError? error = Positive("groups", "groups", Groups)
            ?? Divides("groups", Groups, "", inputs[0].Channels)
            ?? Normalization.CheckEpsilon(Kind, Epsilon);
        if (error is not null) return error;
        return inputs[0].Length > Groups ? inputs[0] : Normalization.OneValue(Kind, inputs[0], "a group");
    }

    public override IEnumerable<LayerParameter> Parameters(EquatableArray<Shape> inputs) =>
        Affine ? Normalization.Affine(EquatableArray.Of(inputs[0].Channels)) : Enumerable.Empty<LayerParameter>();
}
