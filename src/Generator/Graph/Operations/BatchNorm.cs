namespace NetGen.Generator.Graph.Operations;

/// <summary>Batch normalisation over batch, height and width, as torch.nn.BatchNorm1d and 2d.</summary>
internal sealed record BatchNorm(float Epsilon, float Momentum, bool Affine) : Operation
{
    public override string Kind => "BatchNorm";

    public override string Stem => "bn";
}
