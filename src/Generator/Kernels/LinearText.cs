namespace NetGen.Generator.Kernels;

/// <summary>What the kernels of fully connected layers say alike of their input, which may be an image of any rank.</summary>
internal static class LinearText
{
    /// <summary>The packed weights: the pixels of the input take the place of taps.</summary>
    public static WeightPacking Weights(InstructionSet set, int tile, TensorForm input, TensorForm output) =>
        new(set.Lanes, tile, input.For(set).Lanes, output.Shape.Channels, input.Shape.Channels, Groups: 1)
        {
            TapPlanes = input.Shape.Depth,
            TapRows = input.Shape.Height,
            TapColumns = input.Shape.Width,
        };

    /// <summary>The arguments of the runtime's LinearWalk but for the epilogue.</summary>
    public static string Walk(InstructionSet set, int vectors, TensorForm input, TensorForm output)
    {
        Layout layout = input.For(set);
        int pixels = (int)input.Shape.Pixels, rest = layout.Channels % layout.Lanes;
        bool partial = rest > 0 && pixels > 1;
        int contiguous = partial ? (layout.Channels - rest) * pixels : layout.Channels * pixels;
        return MethodText.Arguments(
            vectors, contiguous, partial ? pixels : 0, partial ? rest : 0, partial ? layout.Lanes : 0, layout.ImageStride, output.For(set).ImageStride);
    }
}
