using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>The mean of each window; padding counts as zeros when <paramref name="CountIncludePad"/> is set, as in PyTorch.</summary>
internal sealed record AvgPool2d(Size Kernel, Size Stride, Edges Padding, bool CountIncludePad) : Operation
{
    public override string Kind => "AvgPool2d";

    public override string Stem => "pool";

    private SlidingWindow Sliding => new(Kind, Kernel, Stride, Padding, new Size(1, 1));

    public override Inference Infer(EquatableArray<Shape> inputs) =>
        NeedsImage(inputs[0]) is { } error ? error : Pooling.Infer(Sliding, inputs[0]);

    public override Window WindowOn(Shape image) => Sliding.Window;
}
