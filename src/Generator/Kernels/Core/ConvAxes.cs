using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Kernels;

/// <summary>A convolution's three directions; those that its rank lacks are <see cref="ConvAxis.Single"/>.</summary>
internal readonly record struct ConvAxes(ConvAxis Depth, ConvAxis Vertical, ConvAxis Horizontal)
{
    /// <summary>The forward pass to an output.</summary>
    public static ConvAxes Forward(Shape output, Size kernel, Size stride, Edges padding, Size dilation) => new(
        ConvAxis.Forward(output.Depth, kernel.Depth, stride.Depth, padding.Front, dilation.Depth),
        ConvAxis.Forward(output.Height, kernel.Height, stride.Height, padding.Top, dilation.Height),
        ConvAxis.Forward(output.Width, kernel.Width, stride.Width, padding.Left, dilation.Width));

    /// <summary>Taps of one output.</summary>
    public int Taps => Depth.Taps * Vertical.Taps * Horizontal.Taps;

    /// <summary>How far the taps reach beyond the edges of an input: the halo that it needs.</summary>
    public Edges Reach(Shape input) => new(
        Vertical.ReachBefore, Horizontal.ReachBefore, Vertical.ReachAfter(input.Height), Horizontal.ReachAfter(input.Width),
        Depth.ReachBefore, Depth.ReachAfter(input.Depth));
}

/// <summary>
/// The gradient by a convolution's input, or the forward pass of a transposed convolution, at the positions with one
/// remainder by the strides: a convolution of the other side's tensor with some of the taps.
/// </summary>
internal readonly record struct ConvPhase(BackwardPhase Depth, BackwardPhase Vertical, BackwardPhase Horizontal)
{
    /// <summary>A phase for each remainder; together they write every position once.</summary>
    /// <param name="image">The convolution's input, or the transposed convolution's output.</param>
    /// <param name="kernel">Taps.</param>
    /// <param name="stride">Of the convolution.</param>
    /// <param name="padding">Of the convolution.</param>
    /// <param name="dilation">Of the convolution.</param>
    public static IEnumerable<ConvPhase> Of(Shape image, Size kernel, Size stride, Edges padding, Size dilation) =>
        from plane in Enumerable.Range(0, Math.Min(stride.Depth, image.Depth))
        from row in Enumerable.Range(0, Math.Min(stride.Height, image.Height))
        from column in Enumerable.Range(0, Math.Min(stride.Width, image.Width))
        select new ConvPhase(
            BackwardPhase.Of(image.Depth, kernel.Depth, stride.Depth, padding.Front, dilation.Depth, plane),
            BackwardPhase.Of(image.Height, kernel.Height, stride.Height, padding.Top, dilation.Height, row),
            BackwardPhase.Of(image.Width, kernel.Width, stride.Width, padding.Left, dilation.Width, column));

    /// <summary>The convolution over the output's gradient.</summary>
    public ConvAxes Axes => new(Depth.Axis, Vertical.Axis, Horizontal.Axis);

    /// <summary>The weights O×(I/groups)×kD×kH×kW of the forward convolution, with outputs and inputs exchanged and only the taps of this phase.</summary>
    /// <param name="kernel">Taps of the forward convolution.</param>
    /// <param name="inputs">Input channels of the forward convolution.</param>
    /// <param name="groups">Groups of channels.</param>
    public PlainStrides Strides(Size kernel, int inputs, int groups)
    {
        int plane = kernel.Height * kernel.Width, taps = kernel.Depth * plane;
        return new(
            taps, inputs / groups * taps, OutputsRestart: groups > 1, InputsRestart: false,
            (Depth.FirstTap * plane) + (Vertical.FirstTap * kernel.Width) + Horizontal.FirstTap,
            Vertical.TapStride * kernel.Width, Horizontal.TapStride, Depth.TapStride * plane);
    }
}
