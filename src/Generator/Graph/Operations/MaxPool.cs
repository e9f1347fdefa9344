using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>The largest value of each window; padding never wins.</summary>
internal sealed record MaxPool(int Rank, Size Kernel, Size Stride, Edges Padding, Size Dilation, bool CeilMode) : Operation
{
    public override string Kind => Sentence.Of($"MaxPool{Rank}d");

    public override string Stem => "pool";

    private SlidingWindow Sliding => new(Kind, Rank, Kernel, Stride, Padding, Dilation, CeilMode);

    public override Operation Resolve(EquatableArray<Shape> inputs) => this with { Padding = Sliding.PaddingOn(inputs[0]) };

    public override Inference Infer(EquatableArray<Shape> inputs) =>
        NeedsRank(inputs[0], Rank) is { } error ? error : Pooling.Infer(Sliding, inputs[0]);

    public override Window WindowOn(Shape image) => Sliding.Window;
}
