namespace NetGen.Generator.Graph.Operations;

/// <summary>The mean of each channel: C×H×W to C.</summary>
internal sealed record GlobalAvgPool2d : Operation
{
    public override string Kind => "GlobalAvgPool2d";

    public override string Stem => "pool";
}
