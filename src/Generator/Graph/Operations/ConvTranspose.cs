using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>
/// The gradient of a convolution by its input, as a layer, like torch.nn.ConvTranspose2d; weights I×(O/groups)×kH×kW. Every input
/// pixel adds a scaled kernel to the result; the padding is cut off and <paramref name="OutputPadding"/> appends positions.
/// </summary>
internal sealed record ConvTranspose(
    int Rank, int OutChannels, Size Kernel, Size Stride, Edges Padding, Size OutputPadding, Size Dilation, int Groups, bool Bias) : Operation
{
    /// <summary>How the weights begin, if it is declared.</summary>
    public Initialization? WeightInit { get; init; }

    /// <summary>How the bias begins, if it is declared.</summary>
    public Initialization? BiasInit { get; init; }

    public override string Kind => Sentence.Of($"ConvTranspose{Rank}d");

    public override string Stem => "convtranspose";

    private SlidingWindow Sliding => new(Kind, Rank, Kernel, Stride, Padding, Dilation);

    public override double? GainBefore => 1;

    public override Inference Infer(EquatableArray<Shape> inputs)
    {
        Shape input = inputs[0];
        ShapeError? error = NeedsRank(input, Rank)
            ?? Positive("outChannels", "outChannels", OutChannels)
            ?? Positive("Groups", "Groups", Groups)
            ?? Divides("Groups", Groups, "input ", input.Channels)
            ?? Divides("Groups", Groups, "output ", OutChannels)
            ?? Initialization.Check(Kind, WeightInit, BiasInit)
            ?? Sliding.CheckArguments()
            ?? Sliding.Axes.Select(CheckPaddings).FirstOrDefault(wrong => wrong is not null);
        return error is not null ? error : InferSizes(input);
    }

    public override IEnumerable<LayerParameter> Parameters(EquatableArray<Shape> inputs)
    {
        EquatableArray<int> weight = Conv.WeightShape(inputs[0].Channels, OutChannels / Groups, Rank, Kernel);
        int fanIn = Conv.FanOf(weight);
        yield return new LayerParameter(ParameterRole.Weight, weight, fanIn) { Init = WeightInit };
        if (Bias) yield return new LayerParameter(ParameterRole.Bias, EquatableArray.Of(OutChannels), fanIn) { Init = BiasInit };
    }

    // Each input value goes through one kernel for each output channel of its group.
    public override long MultiplyAdds(EquatableArray<Shape> inputs, Shape output) =>
        Budget.Multiply(inputs[0].Length, Budget.Multiply(OutChannels / Groups, Kernel.Pixels));

    /// <summary>One result is reached by ⌈extent / stride⌉ input pixels, and the results lie stride times closer than they.</summary>
    public override Window WindowOn(Shape image)
    {
        Size extent = Sliding.Window.Extent;
        return new Window(
            new Size(Reach(extent.Height, Stride.Height), Reach(extent.Width, Stride.Width), Reach(extent.Depth, Stride.Depth)),
            new Size(1, 1), Stride);
    }

    private static int Reach(int extent, int stride) => ((extent - 1) / stride) + 1;

    private int OutputPaddingOf(WindowAxis axis) =>
        axis.Name switch { "Depth" => OutputPadding.Depth, "Height" => OutputPadding.Height, _ => OutputPadding.Width };

    private ShapeError? CheckPaddings(WindowAxis axis)
    {
        if (axis.IsOpen)
        {
            return new ShapeError(
                ShapeRule.Padding, axis.PaddingArgument(behind: false), $"{Kind}: Padding.Same is for convolutions and pools; here Padding is what the result loses at each edge");
        }

        int value = OutputPaddingOf(axis);
        if (value >= 0 && value < Math.Max(axis.Stride, axis.Dilation)) return null;
        return new ShapeError(ShapeRule.Range, "OutputPadding" + axis.Name, Sentence.Of(
            $"{Kind}: OutputPadding must be at least 0 and less than the stride {axis.Stride} or the dilation {axis.Dilation}, but is {value}"));
    }

    private Inference InferSizes(Shape input)
    {
        int planes = 1, rows = 1, columns = 1;
        foreach (WindowAxis axis in Sliding.Axes)
        {
            long size = ((input.Along(axis.Name) - 1L) * axis.Stride) - axis.Before - axis.After + axis.Extent + OutputPaddingOf(axis);
            if (size < 1) return NothingLeft(axis, input, size);
            (planes, rows, columns) = (rows, columns, (int)Math.Min(size, int.MaxValue));
        }

        return Shape.Like(input, OutChannels, new Size(rows, columns, planes));
    }

    private ShapeError NothingLeft(WindowAxis axis, Shape input, long size) => new(
        ShapeRule.WindowFits, axis.PaddingArgument(behind: false), Sentence.Of(
            $"{Kind}: on an input of {input} the padding cuts off all of the result, whose {axis.Name.ToLowerInvariant()} would be {size}"));
}
