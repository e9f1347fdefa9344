using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>
/// Normalisation of each image by the mean and the biased variance of all its values, as torch.nn.LayerNorm(x.shape[1:]); γ and β
/// have the image's shape.
/// </summary>
internal sealed record LayerNorm(float Epsilon, bool Affine) : Operation
{
    public override string Kind => "LayerNorm";

    public override string Stem => "ln";

    public override bool MixesPixels => true;

    public override Inference Infer(EquatableArray<Shape> inputs) =>
        Normalization.CheckEpsilon(Kind, Epsilon) is { } error ? error : inputs[0];

    public override IEnumerable<LayerParameter> Parameters(EquatableArray<Shape> inputs) =>
        Affine ? Normalization.Affine(inputs[0].Dimensions) : Enumerable.Empty<LayerParameter>();
}
