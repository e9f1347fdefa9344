using System.Diagnostics;

namespace NetGen;

/// <summary>
/// The mean of each window, as <c>torch.nn.AvgPool2d</c>. C×H×W becomes C×H'×W' with
/// H' = ⌊(H + 2·Padding − kernel) / Stride⌋ + 1.
/// </summary>
/// <example>
/// <code>
/// [AvgPool2d(2)]                                      // halves height and width
/// [AvgPool2d(3, Stride = 1, Padding = 1, CountIncludePad = false)]
/// [AvgPool2d(3, Stride = 2, CeilMode = true)]         // leaves no pixel over
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class AvgPool2dAttribute : Pool2dAttribute
{
    /// <summary>Declares a pool with a square window.</summary>
    /// <param name="kernel">Rows and columns of the window; at least 1.</param>
    public AvgPool2dAttribute(int kernel)
        : this(kernel, kernel)
    {
    }

    /// <summary>Declares a pool with a kernel of its own size in every direction.</summary>
    /// <param name="kernelHeight">Rows of the window; at least 1.</param>
    /// <param name="kernelWidth">Columns of the window; at least 1.</param>
    public AvgPool2dAttribute(int kernelHeight, int kernelWidth)
        : base(kernelHeight, kernelWidth)
    {
    }

    /// <summary>Whether the zeros of the padding count in the mean; true by default, as in PyTorch (ONNX's default is false).</summary>
    public bool CountIncludePad { get; set; } = true;
}
