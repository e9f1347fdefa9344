using System.Diagnostics;

namespace NetGen;

/// <summary>
/// The mean of each window, as <c>torch.nn.AvgPool3d</c>. C×D×H×W becomes C×D'×H'×W' with
/// D' = ⌊(D + 2·Padding − kernel) / Stride⌋ + 1, and so on.
/// </summary>
/// <example>
/// <code>
/// [AvgPool3d(2)]                                      // halves depth, height and width
/// [AvgPool3d(3, Stride = 1, Padding = 1, CountIncludePad = false)]
/// [AvgPool3d(1, 2, 2)]                                // keeps the depth
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class AvgPool3dAttribute : Pool3dAttribute
{
    /// <summary>Declares a pool with a cubic window.</summary>
    /// <param name="kernel">Rows, columns and planes of the window; at least 1.</param>
    public AvgPool3dAttribute(int kernel)
        : this(kernel, kernel, kernel)
    {
    }

    /// <summary>Declares a pool with a kernel of its own size in every direction.</summary>
    /// <param name="kernelDepth">Planes of the window; at least 1.</param>
    /// <param name="kernelHeight">Rows of the window; at least 1.</param>
    /// <param name="kernelWidth">Columns of the window; at least 1.</param>
    public AvgPool3dAttribute(int kernelDepth, int kernelHeight, int kernelWidth)
        : base(kernelDepth, kernelHeight, kernelWidth)
    {
    }

    /// <summary>Whether the zeros of the padding count in the mean; true by default, as in PyTorch (ONNX's default is false).</summary>
    public bool CountIncludePad { get; set; } = true;
}
