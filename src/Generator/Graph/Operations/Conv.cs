using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>
/// Cross-correlation over one, two or three directions, as torch.nn.Conv1d, 2d and 3d; weights O×(I/groups)×kH×kW. A sequence is
/// one row, so that its kernel has one row too.
/// </summary>
internal sealed record Conv(
    int Rank, int OutChannels, Size Kernel, Size Stride, Edges Padding, Size Dilation, int Groups, bool Bias) : Operation
{
    /// <summary>How the weights begin, if it is declared.</summary>
    public Initialization? WeightInit { get; init; }

    /// <summary>How the bias begins, if it is declared.</summary>
    public Initialization? BiasInit { get; init; }

    public override string Kind => Sentence.Of($"Conv{Rank}d");

    public override string Stem => "conv";

    private SlidingWindow Sliding => new(Kind, Rank, Kernel, Stride, Padding, Dilation);

    public override Operation Resolve(EquatableArray<Shape> inputs) => this with { Padding = Sliding.PaddingOn(inputs[0]) };

    public override double? GainBefore => 1;

    public override Inference Infer(EquatableArray<Shape> inputs)
    {
        Shape input = inputs[0];
        ShapeError? error = NeedsRank(input, Rank)
            ?? Positive("outChannels", "outChannels", OutChannels)
            ?? Positive("Groups", "Groups", Groups)
            ?? Divides("Groups", Groups, "input ", input.Channels)
            ?? Divides("Groups", Groups, "output ", OutChannels)
            ?? Initialization.Check(Kind, WeightInit, BiasInit);
        return error is not null ? error : Sliding.Infer(input, OutChannels);
    }

    public override IEnumerable<LayerParameter> Parameters(EquatableArray<Shape> inputs)
    {
        EquatableArray<int> weight = WeightShape(OutChannels, inputs[0].Channels / Groups, Rank, Kernel);
        int fanIn = FanOf(weight);
        yield return new LayerParameter(ParameterRole.Weight, weight, fanIn) { Init = WeightInit };
        if (Bias) yield return new LayerParameter(ParameterRole.Bias, EquatableArray.Of(OutChannels), fanIn) { Init = BiasInit };
    }

    public override long MultiplyAdds(EquatableArray<Shape> inputs, Shape output) =>
        Budget.Multiply(output.Length, Budget.Multiply(inputs[0].Channels / Groups, Kernel.Pixels));

    public override Window WindowOn(Shape image) => Sliding.Window;

    /// <summary>Whether each channel of an input has one filter, and sees nothing else.</summary>
    public bool IsDepthwise(Shape input) => Groups > 1 && Groups == OutChannels && Groups == input.Channels;

    /// <summary>The dimensions of weights: two numbers of channels and the kernel in the directions of a rank.</summary>
    public static EquatableArray<int> WeightShape(int first, int second, int rank, Size kernel) =>
        new[] { first, second }.Concat(new[] { kernel.Depth, kernel.Height, kernel.Width }.Skip(3 - rank)).ToEquatableArray();

    /// <summary>The product of all dimensions but the first, saturating: PyTorch's fan-in of such weights.</summary>
    public static int FanOf(EquatableArray<int> weight) =>
        (int)Math.Min(ParameterTable.LengthOf(weight) / weight[0], int.MaxValue);
}
