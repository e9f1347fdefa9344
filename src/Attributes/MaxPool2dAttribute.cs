using System.Diagnostics;

namespace NetGen;

/// <summary>
/// The largest value of each window, as <c>torch.nn.MaxPool2d</c>. C×H×W becomes C×H'×W' with
/// H' = ⌊(H + 2·Padding − Dilation·(kernel − 1) − 1) / Stride⌋ + 1.
/// </summary>
/// <example>
/// <code>
/// [MaxPool2d(2)]                                      // halves height and width
/// [MaxPool2d(3, Stride = 2, Padding = 1)]             // overlapping windows
/// [MaxPool2d(3, Stride = 2, CeilMode = true)]         // leaves no pixel over
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class MaxPool2dAttribute : Pool2dAttribute
{
    private int? _dilationHeight;
    private int? _dilationWidth;

    /// <summary>Declares a pool with a square window.</summary>
    /// <param name="kernel">Rows and columns of the window; at least 1.</param>
    public MaxPool2dAttribute(int kernel)
        : this(kernel, kernel)
    {
    }

    /// <summary>Declares a pool with a kernel of its own size in every direction.</summary>
    /// <param name="kernelHeight">Rows of the window; at least 1.</param>
    /// <param name="kernelWidth">Columns of the window; at least 1.</param>
    public MaxPool2dAttribute(int kernelHeight, int kernelWidth)
        : base(kernelHeight, kernelWidth)
    {
    }

    /// <summary>Pixels from one value of a window to the next, in every direction; 1 by default.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary><see cref="Dilation"/> of the rows.</summary>
    public int DilationHeight
    {
        get => _dilationHeight ?? Dilation;
        set => _dilationHeight = value;
    }

    /// <summary><see cref="Dilation"/> of the columns.</summary>
    public int DilationWidth
    {
        get => _dilationWidth ?? Dilation;
        set => _dilationWidth = value;
    }
}
