using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>The largest value of each window; padding never wins.</summary>
internal sealed record MaxPool2d(Size Kernel, Size Stride, Edges Padding) : Operation
{
    public override string Kind => "MaxPool2d";

    public override string Stem => "pool";

    private SlidingWindow Sliding => new(Kind, Kernel, Stride, Padding, new Size(1, 1));

    public override Inference Infer(EquatableArray<Shape> inputs) =>
        NeedsImage(inputs[0]) is { } error ? error : Pooling.Infer(Sliding, inputs[0]);

    public override Window WindowOn(Shape image) => Sliding.Window;
}
