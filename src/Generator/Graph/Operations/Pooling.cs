using System;
using System.Linq;

namespace NetGen.Generator.Graph.Operations;

/// <summary>The shape rule that the two pools share.</summary>
internal static class Pooling
{
    /// <summary>The result's shape; a window may lie in the padding by at most half, so that it always holds a pixel.</summary>
    public static Inference Infer(SlidingWindow sliding, Shape input)
    {
        Inference inference = sliding.Infer(input, input.Channels);
        if (inference.Error is not (null or { Rule: ShapeRule.WindowFits or ShapeRule.Budget })) return inference;
        SlidingWindow closed = sliding with { Padding = sliding.PaddingOn(input) };
        ShapeError? error = closed.Axes.Select(axis => MoreThanHalf(closed, axis)).FirstOrDefault(error => error is not null);
        if (error is not null) return error;
        if (inference.Error is not null) return inference;
        error = closed.Axes.Select(axis => BetweenTheTaps(closed, axis, input)).FirstOrDefault(error => error is not null);
        return error is not null ? error : inference;
    }

    private static ShapeError? MoreThanHalf(SlidingWindow sliding, WindowAxis axis)
    {
        int padding = Math.Max(axis.Before, axis.After);
        if ((long)padding * 2 <= axis.Extent) return null;
        bool behind = axis.Before != padding;
        string words = sliding.WritePaddingArgument(axis, behind);
        string dilation = axis.Dilation == 1 ? "" : Sentence.Of($" with dilation {axis.Dilation}");
        return new ShapeError(ShapeRule.PoolPadding, axis.PaddingArgument(behind), Sentence.Of(
            $"{sliding.Kind}: {words} = {padding} is more than half of kernel {sliding.Write(sliding.Kernel)}{dilation}, so that a window could lie beside the image"));
    }

    /// <summary>Taps that lie further apart than the image is long can miss it on both sides.</summary>
    private static ShapeError? BetweenTheTaps(SlidingWindow sliding, WindowAxis axis, Shape input)
    {
        int size = input.Along(axis.Name);
        if (axis.Dilation <= size || axis.Before == 0) return null;
        long windows = axis.Count(size, sliding.CeilMode);
        for (long window = 0; window < windows; window++)
        {
            long start = (window * axis.Stride) - axis.Before;
            long tap = start >= 0 ? 0 : (-start + axis.Dilation - 1) / axis.Dilation;
            if (tap < axis.Kernel && start + (tap * axis.Dilation) < size) continue;
            return new ShapeError(ShapeRule.PoolPadding, "Dilation" + axis.Name, Sentence.Of(
                $"{sliding.Kind}: with dilation {axis.Dilation} and padding {axis.Before} a window of {axis.Kernel} taps misses all {size} pixels of an input of {input}"));
        }

        return null;
    }
}
