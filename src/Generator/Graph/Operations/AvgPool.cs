using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>
/// The mean of each window; padding counts as zeros when <paramref name="CountIncludePad"/> is set, as in PyTorch, but what a
/// window of ceil mode covers beyond the padding never counts.
/// </summary>
internal sealed record AvgPool(int Rank, Size Kernel, Size Stride, Edges Padding, bool CeilMode, bool CountIncludePad) : Operation
{
    public override string Kind => Sentence.Of($"AvgPool{Rank}d");

    public override string Stem => "pool";

    private SlidingWindow Sliding => new(Kind, Rank, Kernel, Stride, Padding, Size.Cube(Rank, 1), CeilMode);

    public override Operation Resolve(EquatableArray<Shape> inputs) => this with { Padding = Sliding.PaddingOn(inputs[0]) };

    public override Inference Infer(EquatableArray<Shape> inputs) =>
        NeedsRank(inputs[0], Rank) is { } error ? error : Pooling.Infer(Sliding, inputs[0]);

    public override Window WindowOn(Shape image) => Sliding.Window;
}
