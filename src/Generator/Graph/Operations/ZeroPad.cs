using System;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>Zeros around an image, as torch.nn.ZeroPad2d; a negative number cuts rows or columns off.</summary>
internal sealed record ZeroPad(Edges Padding) : Operation
{
    public override string Kind => "ZeroPad";

    public override string Stem => "pad";

    public override Inference Infer(EquatableArray<Shape> inputs)
    {
        Shape input = inputs[0];
        if (NeedsRank(input, 2) is { } error) return error;
        long height = (long)input.Height + Padding.Top + Padding.Bottom, width = (long)input.Width + Padding.Left + Padding.Right;
        if (height >= 1 && width >= 1)
            return Shape.Like(input, input.Channels, new Size((int)Math.Min(height, int.MaxValue), (int)Math.Min(width, int.MaxValue)));
        return new ShapeError(ShapeRule.WindowFits, height < 1 ? "top" : "left", Sentence.Of(
            $"{Kind}: nothing is left of an input of {input}, which would become {height} rows by {width} columns"));
    }
}
