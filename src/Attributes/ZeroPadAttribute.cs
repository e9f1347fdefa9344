using System.Diagnostics;

namespace NetGen;

/// <summary>
/// Zeros around an image, as <c>torch.nn.ZeroPad2d</c>: C×H×W becomes C×(H + top + bottom)×(W + left + right). A negative number cuts
/// rows or columns off.
/// </summary>
/// <example>
/// <code>
/// [ZeroPad(1)]                                        // one row or column at every edge
/// [ZeroPad(0, 1, 0, 1), Conv2d(32, 3, Stride = 2)]    // at the right and the bottom, as TensorFlow
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class ZeroPadAttribute : LayerAttribute
{
    /// <summary>Declares the same at every edge.</summary>
    /// <param name="all">Rows or columns at each edge.</param>
    public ZeroPadAttribute(int all)
        : this(all, all, all, all)
    {
    }

    /// <summary>Declares each edge by itself, in PyTorch's order.</summary>
    /// <param name="left">Columns at the left.</param>
    /// <param name="right">Columns at the right.</param>
    /// <param name="top">Rows at the top.</param>
    /// <param name="bottom">Rows at the bottom.</param>
    public ZeroPadAttribute(int left, int right, int top, int bottom)
    {
        Left = left;
        Right = right;
        Top = top;
        Bottom = bottom;
    }

    /// <summary>Columns at the left.</summary>
    public int Left { get; }

    /// <summary>Columns at the right.</summary>
    public int Right { get; }

    /// <summary>Rows at the top.</summary>
    public int Top { get; }

    /// <summary>Rows at the bottom.</summary>
    public int Bottom { get; }
}
