using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>Batch normalisation over batch, height and width, as torch.nn.BatchNorm1d and 2d.</summary>
internal sealed record BatchNorm(float Epsilon, float Momentum, bool Affine) : Operation
{
    public override string Kind => "BatchNorm";

    public override string Stem => "bn";

    // The comparisons are written so that NaN fails them.
    public override Inference Infer(EquatableArray<Shape> inputs)
    {
        if (!(Epsilon > 0 && Epsilon < float.PositiveInfinity)) return OutOfRange("Epsilon", Epsilon, "a positive number");
        if (!(Momentum >= 0 && Momentum <= 1)) return OutOfRange("Momentum", Momentum, "in [0, 1]");
        return inputs[0];
    }

    public override IEnumerable<LayerParameter> Parameters(EquatableArray<Shape> inputs)
    {
        EquatableArray<int> shape = EquatableArray.Of(inputs[0].Channels);
        if (Affine)
        {
            yield return new LayerParameter(ParameterRole.Scale, shape, 0);
            yield return new LayerParameter(ParameterRole.Shift, shape, 0);
        }

        yield return new LayerParameter(ParameterRole.RunningMean, shape, 0);
        yield return new LayerParameter(ParameterRole.RunningVariance, shape, 0);
    }

    private static ShapeError OutOfRange(string argument, float value, string range) =>
        new(ShapeRule.Range, argument, Sentence.Of($"BatchNorm: {argument} must be {range}, but is {value}"));
}
