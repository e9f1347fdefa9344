namespace NetGen.Generator.Graph.Operations;

/// <summary>The largest value of each window; padding never wins.</summary>
internal sealed record MaxPool2d(Size2 Kernel, Size2 Stride, Edges Padding) : Operation
{
    public override string Kind => "MaxPool2d";

    public override string Stem => "pool";
}
