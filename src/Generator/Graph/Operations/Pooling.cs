namespace NetGen.Generator.Graph.Operations;

/// <summary>The shape rule that the two pools share.</summary>
internal static class Pooling
{
    /// <summary>The result's shape; a window may lie in the padding by at most half, so that it always holds a pixel.</summary>
    public static Inference Infer(SlidingWindow sliding, Shape input)
    {
        Inference inference = sliding.Infer(input, input.Channels);
        return TooMuchPadding(sliding) && inference.Error is null or { Rule: ShapeRule.WindowFits or ShapeRule.Budget }
            ? HalfTheKernel(sliding) : inference;
    }

    private static bool TooMuchPadding(SlidingWindow sliding) =>
        (long)sliding.Padding.Top * 2 > sliding.Kernel.Height || (long)sliding.Padding.Left * 2 > sliding.Kernel.Width;

    private static ShapeError HalfTheKernel(SlidingWindow sliding) => new(ShapeRule.PoolPadding, "Padding", Sentence.Of(
        $"{sliding.Kind}: Padding = {sliding.Padding.Top} is more than half of kernel {sliding.Kernel.Height}, so that a window could lie beside the image"));
}
