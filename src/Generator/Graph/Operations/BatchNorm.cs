using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>Batch normalisation over the batch and all pixels, as torch.nn.BatchNorm1d, 2d and 3d.</summary>
internal sealed record BatchNorm(float Epsilon, float Momentum, bool Affine) : Operation
{
    /// <summary>What γ begins with.</summary>
    public float ScaleInit { get; init; } = 1;

    public override string Kind => "BatchNorm";

    public override string Stem => "bn";

    public override Inference Infer(EquatableArray<Shape> inputs)
    {
        if (Normalization.CheckEpsilon(Kind, Epsilon) is { } error) return error;

        // Written so that NaN fails.
        if (!(Momentum >= 0 && Momentum <= 1)) return Normalization.OutOfRange(Kind, "Momentum", Momentum, "in [0, 1]");
        return Finite("ScaleInit", ScaleInit) is { } infinite ? infinite : inputs[0];
    }

    public override IEnumerable<LayerParameter> Parameters(EquatableArray<Shape> inputs)
    {
        EquatableArray<int> shape = EquatableArray.Of(inputs[0].Channels);
        if (Affine)
        {
            yield return new LayerParameter(ParameterRole.Scale, shape, 0) { Init = new Initialization(InitializerKind.Constant, ScaleInit) };
            yield return new LayerParameter(ParameterRole.Shift, shape, 0);
        }

        yield return new LayerParameter(ParameterRole.RunningMean, shape, 0);
        yield return new LayerParameter(ParameterRole.RunningVariance, shape, 0);
    }
}
