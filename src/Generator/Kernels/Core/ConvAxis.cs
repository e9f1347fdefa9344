using System;

namespace NetGen.Generator.Kernels;

/// <summary>
/// One axis of a convolution in any direction: output i·OutputStep + OutputStart, for i below Count, reads input
/// i·InputStep + TapStart + t·TapStep for each tap t. The forward pass is one such convolution; the gradient by the input
/// is one for each remainder of the position by the stride.
/// </summary>
internal readonly record struct ConvAxis(
    int Count, int OutputStart, int OutputStep, int InputStep, int TapStart, int TapStep, int Taps)
{
    /// <summary>The only plane of an image, as one tap reads it.</summary>
    public static ConvAxis Single { get; } = new(1, 0, 1, 1, 0, 1, 1);

    /// <summary>The forward pass.</summary>
    public static ConvAxis Forward(int outputs, int kernel, int stride, int padding, int dilation) =>
        new(outputs, 0, 1, stride, -padding, dilation, kernel);

    /// <summary>Where the first tap lies in memory: before the output's own position, or behind it when taps run backwards.</summary>
    public int LowestTap => TapStart + (Math.Min(TapStep, 0) * Math.Max(Taps - 1, 0));

    private int HighestTap => TapStart + (Math.Max(TapStep, 0) * Math.Max(Taps - 1, 0));

    /// <summary>How far the taps reach before position 0.</summary>
    public int ReachBefore => Taps == 0 || Count == 0 ? 0 : Math.Max(0, -LowestTap);

    /// <summary>How far the taps reach beyond the last position of an input of a size.</summary>
    public int ReachAfter(int size) =>
        Taps == 0 || Count == 0 ? 0 : Math.Max(0, ((Count - 1) * InputStep) + HighestTap - (size - 1));

    /// <summary>As it stands in kernel names.</summary>
    public override string ToString()
    {
        string output = OutputStart == 0 && OutputStep == 1 ? "" : $"o{OutputStart}s{OutputStep}";
        string input = InputStep == 1 ? "" : $"s{InputStep}";
        string taps = TapStep == 1 ? "" : $"d{KernelNames.Of(TapStep)}";
        return $"{Count}{output}k{Taps}{input}at{KernelNames.Of(TapStart)}{taps}";
    }
}

/// <summary>
/// The gradient by the input along one axis, for the positions with one remainder by the stride: which taps of the
/// kernel reach them, and from where in the output's gradient.
/// </summary>
/// <param name="Axis">The convolution over the output's gradient.</param>
/// <param name="FirstTap">The first tap of the forward kernel that takes part.</param>
/// <param name="TapStride">From such a tap to the next.</param>
internal readonly record struct BackwardPhase(ConvAxis Axis, int FirstTap, int TapStride)
{
    /// <summary>
    /// Position i·stride + phase is read by output (i·stride + phase + padding − tap·dilation) / stride, for the taps for
    /// which the division leaves nothing.
    /// </summary>
    public static BackwardPhase Of(int inputs, int kernel, int stride, int padding, int dilation, int phase)
    {
        int count = Math.Max(0, (inputs - phase + stride - 1) / stride);
        int first = Array.FindIndex(Range(kernel), tap => (phase + padding - (tap * dilation)) % stride == 0);
        if (first < 0) return new(new(count, phase, stride, 1, 0, 1, 0), 0, 1);
        int tapStride = stride / GreatestCommonDivisor(stride, dilation);
        int taps = ((kernel - 1 - first) / tapStride) + 1;
        int start = (phase + padding - (first * dilation)) / stride;
        return new(new(count, phase, stride, 1, start, -(tapStride * dilation / stride), taps), first, tapStride);
    }

    private static int[] Range(int count)
    {
        int[] range = new int[count];
        for (int i = 0; i < count; i++) range[i] = i;
        return range;
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
