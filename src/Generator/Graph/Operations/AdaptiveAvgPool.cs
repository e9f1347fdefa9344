using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>
/// Means over bins whose sizes follow from the result's: bin i of n reaches from ⌊i·H/n⌋ to before ⌈(i + 1)·H/n⌉, as
/// torch.nn.AdaptiveAvgPool2d; bins may overlap, and one pixel may stand in several where the result is larger.
/// </summary>
internal sealed record AdaptiveAvgPool(Size Output) : Operation
{
    public override string Kind => "AdaptiveAvgPool2d";

    public override string Stem => "pool";

    public override Inference Infer(EquatableArray<Shape> inputs)
    {
        ShapeError? error = NeedsRank(inputs[0], 2)
            ?? Positive("height", Output.Height == Output.Width ? "size" : "height", Output.Height)
            ?? Positive("width", "width", Output.Width);
        return error is not null ? error : Shape.Like(inputs[0], inputs[0].Channels, Output);
    }

    public override Window WindowOn(Shape image) => new(
        new Size(LargestBin(image.Height, Output.Height), LargestBin(image.Width, Output.Width)),
        new Size(image.Height, image.Width), new Size(Output.Height, Output.Width));

    // With sizes that share no divisor, i·input takes every remainder by the output's size; the largest makes the widest bin.
    private static int LargestBin(int input, int output)
    {
        long divisor = GreatestCommonDivisor(input, output);
        long pixels = input / divisor, bins = output / divisor;
        return (int)((pixels + (2 * (bins - 1))) / bins);
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
