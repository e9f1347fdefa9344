using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>Cross-correlation, as torch.nn.Conv2d; weights O×(I/groups)×kH×kW.</summary>
internal sealed record Conv2d(
    int OutChannels, Size Kernel, Size Stride, Edges Padding, Size Dilation, int Groups, bool Bias) : Operation
{
    public override string Kind => "Conv2d";

    public override string Stem => "conv";

    private SlidingWindow Sliding => new(Kind, Kernel, Stride, Padding, Dilation);

    public override Inference Infer(EquatableArray<Shape> inputs)
    {
        Shape input = inputs[0];
        ShapeError? error = NeedsImage(input)
            ?? Positive("outChannels", "outChannels", OutChannels)
            ?? Positive("Groups", "Groups", Groups)
            ?? CheckGroups("input", input.Channels)
            ?? CheckGroups("output", OutChannels);
        return error is not null ? error : Sliding.Infer(input, OutChannels);
    }

    public override IEnumerable<LayerParameter> Parameters(EquatableArray<Shape> inputs)
    {
        EquatableArray<int> weight = EquatableArray.Of(OutChannels, inputs[0].Channels / Groups, Kernel.Height, Kernel.Width);
        int fanIn = (int)System.Math.Min(ParameterTable.LengthOf(weight) / OutChannels, int.MaxValue);
        yield return new LayerParameter(ParameterRole.Weight, weight, fanIn);
        if (Bias) yield return new LayerParameter(ParameterRole.Bias, EquatableArray.Of(OutChannels), fanIn);
    }

    public override long MultiplyAdds(EquatableArray<Shape> inputs, Shape output)
    {
        long perValue = (long)(inputs[0].Channels / Groups) * Kernel.Height * Kernel.Width;
        return Budget.Multiply(output.Length, perValue);
    }

    public override Window WindowOn(Shape image) => Sliding.Window;

    private ShapeError? CheckGroups(string side, int channels) => channels % Groups == 0 ? null : new ShapeError(
        ShapeRule.Groups, "Groups", Sentence.Of($"Conv2d: {channels} {side} channels are not divisible by Groups = {Groups}"));
}
