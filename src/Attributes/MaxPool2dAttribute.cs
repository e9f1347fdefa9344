using System.Diagnostics;

namespace NetGen;

/// <summary>
/// The largest value of each window, as <c>torch.nn.MaxPool2d</c>. C×H×W becomes C×H'×W' with
/// H' = ⌊(H + 2·Padding − kernel) / Stride⌋ + 1.
/// </summary>
/// <param name="kernel">Rows and columns of the window; at least 1.</param>
/// <example>
/// <code>
/// [MaxPool2d(2)]                                      // halves height and width
/// [MaxPool2d(3, Stride = 2, Padding = 1)]             // overlapping windows
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class MaxPool2dAttribute(int kernel) : LayerAttribute
{
    /// <summary>Rows and columns of the window.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Pixels from one window to the next; the kernel by default, so that windows do not overlap.</summary>
    public int Stride { get; set; } = kernel;

    /// <summary>Pixels added at every edge, which never win; at most half the kernel; 0 by default.</summary>
    public int Padding { get; set; }
}
