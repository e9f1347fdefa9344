namespace NetGen.Generator.Graph.Operations;

/// <summary>The image, planar C×H×W, or a vector.</summary>
internal sealed record Input : Operation
{
    public override string Kind => "Input";

    public override string Stem => "input";
}
