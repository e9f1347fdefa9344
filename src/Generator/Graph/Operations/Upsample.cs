using System;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>An image of another size: the nearest pixel of the input, or four of them mixed, as torch.nn.Upsample.</summary>
/// <param name="Output">Rows and columns of the result.</param>
/// <param name="Mode">How pixels are found.</param>
/// <param name="AlignCorners">Whether the corner pixels of input and result fall together; for <see cref="UpsampleMode.Bilinear"/>.</param>
internal sealed record Upsample(Size Output, UpsampleMode Mode, bool AlignCorners) : Operation
{
    public override string Kind => "Upsample";

    public override string Stem => "upsample";

    public override Inference Infer(EquatableArray<Shape> inputs)
    {
        ShapeError? error = NeedsRank(inputs[0], 2)
            ?? Positive("height", "height", Output.Height)
            ?? Positive("width", "width", Output.Width)
            ?? CheckMode(Kind, Mode, AlignCorners);
        return error is not null ? error : Shape.Like(inputs[0], inputs[0].Channels, Output);
    }

    /// <summary>Between pixels two are mixed in each direction, and the results lie closer than the input's by the ratio of the sizes.</summary>
    public override Window WindowOn(Shape image)
    {
        int mixed = Mode == UpsampleMode.Bilinear ? 2 : 1;
        return new Window(
            new Size(Math.Min(mixed, image.Height), Math.Min(mixed, image.Width)), new Size(image.Height, image.Width), Output);
    }

    /// <summary>An error where the mode is none, or corners are aligned without mixing.</summary>
    public static ShapeError? CheckMode(string kind, UpsampleMode mode, bool alignCorners)
    {
        if (mode is not (UpsampleMode.Nearest or UpsampleMode.Bilinear))
            return new ShapeError(ShapeRule.Range, "Mode", Sentence.Of($"{kind}: Mode must be Nearest or Bilinear, but is {(int)mode}"));
        return alignCorners && mode == UpsampleMode.Nearest
            ? new ShapeError(ShapeRule.Range, "AlignCorners", $"{kind}: AlignCorners must be false with Mode = Nearest, which mixes no pixels")
            : null;
    }
}

/// <summary>How an enlargement finds its pixels; numbered as the attribute's enumeration.</summary>
internal enum UpsampleMode
{
    /// <summary>The pixel at ⌊row·in/out⌋, ⌊column·in/out⌋.</summary>
    Nearest,

    /// <summary>A mean of the four pixels around, weighted by how near they are.</summary>
    Bilinear,
}

/// <summary>An enlargement by a factor.</summary>
internal sealed record UpsampleBy(int Scale, UpsampleMode Mode, bool AlignCorners) : OpenOperation
{
    public override string Kind => "Upsample";

    public override string Stem => "upsample";

    protected override ShapeError? Check(Shape input)
    {
        ShapeError? error = NeedsRank(input, 2) ?? Positive("scale", "scale", Scale) ?? Upsample.CheckMode(Kind, Mode, AlignCorners);
        if (error is not null || Budget.Multiply(Math.Max(input.Height, input.Width), Scale) <= Budget.TensorLength) return error;
        return new ShapeError(ShapeRule.Budget, "scale", Sentence.Of(
            $"{Kind}: scale = {Scale} makes of {input} more than the {Budget.TensorLength} values that a tensor may have"));
    }

    protected override Operation Close(Shape input) =>
        new Upsample(new Size(input.Height * Scale, input.Width * Scale), Mode, AlignCorners);
}
