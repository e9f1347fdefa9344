namespace NetGen.Generator.Graph.Operations;

/// <summary>Inverted dropout; the identity at inference.</summary>
internal sealed record Dropout(float Probability) : Operation
{
    public override string Kind => "Dropout";

    public override string Stem => "dropout";
}
