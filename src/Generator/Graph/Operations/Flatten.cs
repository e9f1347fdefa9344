namespace NetGen.Generator.Graph.Operations;

/// <summary>C×H×W to a vector in C, H, W order.</summary>
internal sealed record Flatten : Operation
{
    public override string Kind => "Flatten";

    public override string Stem => "flatten";
}
