using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>Normalisation of each channel of each image by its own mean and biased variance, as torch.nn.InstanceNorm1d, 2d and 3d.</summary>
internal sealed record InstanceNorm(float Epsilon, bool Affine) : Operation
{
    public override string Kind => "InstanceNorm";

    public override string Stem => "instancenorm";

    public override bool MixesPixels => true;

    public override Inference Infer(EquatableArray<Shape> inputs)
    {
        if ((Normalization.CheckEpsilon(Kind, Epsilon) ?? NeedsPixels(inputs[0])) is { } error) return error;
        return inputs[0].Pixels > 1 ? inputs[0] : Normalization.OneValue(Kind, inputs[0], "a channel");
    }

    public override IEnumerable<LayerParameter> Parameters(EquatableArray<Shape> inputs) =>
        Affine ? Normalization.Affine(EquatableArray.Of(inputs[0].Channels)) : Enumerable.Empty<LayerParameter>();
}
