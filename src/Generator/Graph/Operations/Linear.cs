namespace NetGen.Generator.Graph.Operations;

/// <summary>y = x·Wᵀ + b, as torch.nn.Linear; weights out×in.</summary>
internal sealed record Linear(int OutFeatures, bool Bias) : Operation
{
    public override string Kind => "Linear";

    public override string Stem => "fc";
}
