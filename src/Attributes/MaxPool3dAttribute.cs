using System.Diagnostics;

namespace NetGen;

/// <summary>
/// The largest value of each window, as <c>torch.nn.MaxPool3d</c>. C×D×H×W becomes C×D'×H'×W' with
/// D' = ⌊(D + 2·Padding − Dilation·(kernel − 1) − 1) / Stride⌋ + 1, and so on.
/// </summary>
/// <example>
/// <code>
/// [MaxPool3d(2)]                                      // halves depth, height and width
/// [MaxPool3d(3, Stride = 2, Padding = 1)]             // overlapping windows
/// [MaxPool3d(1, 2, 2)]                                // keeps the depth
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class MaxPool3dAttribute : Pool3dAttribute
{
    private int? _dilationDepth;
    private int? _dilationHeight;
    private int? _dilationWidth;

    /// <summary>Declares a pool with a cubic window.</summary>
    /// <param name="kernel">Rows, columns and planes of the window; at least 1.</param>
    public MaxPool3dAttribute(int kernel)
        : this(kernel, kernel, kernel)
    {
    }

    /// <summary>Declares a pool with a kernel of its own size in every direction.</summary>
    /// <param name="kernelDepth">Planes of the window; at least 1.</param>
    /// <param name="kernelHeight">Rows of the window; at least 1.</param>
    /// <param name="kernelWidth">Columns of the window; at least 1.</param>
    public MaxPool3dAttribute(int kernelDepth, int kernelHeight, int kernelWidth)
        : base(kernelDepth, kernelHeight, kernelWidth)
    {
    }

    /// <summary>Pixels from one value of a window to the next, in every direction; 1 by default.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary><see cref="Dilation"/> of the planes.</summary>
    public int DilationDepth
    {
        get => _dilationDepth ?? Dilation;
        set => _dilationDepth = value;
    }

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
