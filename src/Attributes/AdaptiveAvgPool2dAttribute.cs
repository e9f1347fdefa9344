using System.Diagnostics;

namespace NetGen;

/// <summary>
/// Means over as many bins as the result has pixels, as <c>torch.nn.AdaptiveAvgPool2d</c>: C×H×W becomes C×height×width, and row i is
/// the mean of the rows from ⌊i·H/height⌋ to before ⌈(i + 1)·H/height⌉.
/// </summary>
/// <example>
/// <code>
/// [AdaptiveAvgPool2d(6), Flatten, Linear(4096)]       // C×6×6 whatever the image
/// [AdaptiveAvgPool2d(1, 7)]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class AdaptiveAvgPool2dAttribute : LayerAttribute
{
    /// <summary>Declares a pool with a square result.</summary>
    /// <param name="size">Rows and columns of the result; at least 1.</param>
    public AdaptiveAvgPool2dAttribute(int size)
        : this(size, size)
    {
    }

    /// <summary>Declares a pool with a rectangular result.</summary>
    /// <param name="height">Rows of the result; at least 1.</param>
    /// <param name="width">Columns of the result; at least 1.</param>
    public AdaptiveAvgPool2dAttribute(int height, int width)
    {
        Height = height;
        Width = width;
    }

    /// <summary>Rows of the result.</summary>
    public int Height { get; }

    /// <summary>Columns of the result.</summary>
    public int Width { get; }
}
