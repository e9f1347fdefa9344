using System.Diagnostics;

namespace NetGen;

/// <summary>
/// The mean of each window, as <c>torch.nn.AvgPool2d</c>. C×H×W becomes C×H'×W' with
/// H' = ⌊(H + 2·Padding − kernel) / Stride⌋ + 1.
/// </summary>
/// <param name="kernel">Rows and columns of the window; at least 1.</param>
/// <example>
/// <code>
/// [AvgPool2d(2)]                                      // halves height and width
/// [AvgPool2d(3, Stride = 1, Padding = 1, CountIncludePad = false)]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class AvgPool2dAttribute(int kernel) : LayerAttribute
{
    /// <summary>Rows and columns of the window.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Pixels from one window to the next; the kernel by default, so that windows do not overlap.</summary>
    public int Stride { get; set; } = kernel;

    /// <summary>Zeros added at every edge; at most half the kernel; 0 by default.</summary>
    public int Padding { get; set; }

    /// <summary>Whether the zeros of the padding count in the mean; true by default, as in PyTorch (ONNX's default is false).</summary>
    public bool CountIncludePad { get; set; } = true;
}
