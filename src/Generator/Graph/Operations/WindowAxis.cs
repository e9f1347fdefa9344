using System;

namespace NetGen.Generator.Graph.Operations;

/// <summary>A window along one direction of its input.</summary>
/// <param name="Name">Height, Width or Depth, as the attributes' arguments end.</param>
/// <param name="Kernel">Taps.</param>
/// <param name="Stride">Pixels from one window to the next.</param>
/// <param name="Dilation">Pixels from one tap to the next.</param>
/// <param name="Before">Pixels added before the first; or how both ends are padded, see <see cref="SameUpper"/>.</param>
/// <param name="After">Pixels added behind the last.</param>
internal readonly record struct WindowAxis(string Name, int Kernel, int Stride, int Dilation, int Before, int After)
{
    /// <summary>Pads so that the result has ⌈in / stride⌉ pixels; an odd pixel goes to the end. The value of <c>Padding.Same</c>.</summary>
    public const int SameUpper = -1;

    /// <summary>As <see cref="SameUpper"/>, but an odd pixel goes to the beginning. The value of <c>Padding.SameLower</c>.</summary>
    public const int SameLower = -2;

    /// <summary>The pixels between a window's first tap and its last, both counted.</summary>
    public int Extent => Window.Cover(Kernel, Dilation);

    /// <summary>Whether the padding depends on the input's size.</summary>
    public bool IsOpen => Before == After && Before is SameUpper or SameLower;

    /// <summary>The argument that sets the padding before, or behind.</summary>
    public string PaddingArgument(bool behind) => (Name, behind) switch
    {
        ("Height", false) => "PaddingTop",
        ("Height", true) => "PaddingBottom",
        ("Width", false) => "PaddingLeft",
        ("Width", true) => "PaddingRight",
        (_, false) => "PaddingFront",
        (_, true) => "PaddingBack",
    };

    /// <summary>The padding as two numbers, for an input of so many pixels.</summary>
    public (int Before, int After) PaddingOn(int input)
    {
        if (!IsOpen) return (Before, After);
        long output = (input + (long)Stride - 1) / Stride;
        int total = (int)Math.Max(((output - 1) * Stride) + Extent - input, 0);
        int less = total / 2;
        return Before == SameUpper ? (less, total - less) : (total - less, less);
    }

    /// <summary>
    /// The windows on an input of so many pixels, less than 1 where not even one fits. In ceil mode a last window may reach
    /// beyond the padding, but begins in the image or before it, as in PyTorch.
    /// </summary>
    public long Count(int input, bool ceilMode)
    {
        long room = (long)input + Before + After - Extent;
        long count = FloorDivide(room + (ceilMode ? Stride - 1 : 0), Stride) + 1;
        return ceilMode && (count - 1) * Stride >= (long)input + Before ? count - 1 : count;
    }

    private static long FloorDivide(long dividend, long divisor) =>
        dividend >= 0 ? dividend / divisor : -((-dividend + divisor - 1) / divisor);
}
