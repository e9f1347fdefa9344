using System;

namespace NetGen.Generator.Graph;

/// <summary>
/// What one value of a result reads of its input's pixels: a window of <paramref name="Extent"/> that moves on by
/// <paramref name="Stride"/> / <paramref name="Division"/>, which is less than a pixel where the result is larger.
/// </summary>
internal readonly record struct Window(Size Extent, Size Stride, Size Division)
{
    /// <summary>A window that moves by whole pixels.</summary>
    public Window(Size extent, Size stride)
        : this(extent, stride, new Size(1, 1))
    {
    }

    /// <summary>The one pixel at the same place.</summary>
    public static Window Pixel => new(new Size(1, 1), new Size(1, 1));

    /// <summary>All pixels of an image.</summary>
    public static Window All(Shape shape) => new(new Size(shape.Height, shape.Width, shape.Depth), new Size(1, 1));

    /// <summary>Pixels that a kernel covers with its taps <paramref name="dilation"/> apart, saturating.</summary>
    public static int Cover(int kernel, int dilation) =>
        (int)Math.Min(((long)dilation * (kernel - 1)) + 1, int.MaxValue);
}
