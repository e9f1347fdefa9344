namespace NetGen.Generator.Graph.Operations;

/// <summary>exp(x) / Σ exp(x) over the channels.</summary>
internal sealed record Softmax : Operation
{
    public override string Kind => "Softmax";

    public override string Stem => "softmax";
}
