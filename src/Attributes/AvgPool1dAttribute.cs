using System.Diagnostics;

namespace NetGen;

/// <summary>
/// The mean of each window, as <c>torch.nn.AvgPool1d</c>. C×L becomes C×L' with
/// L' = ⌊(L + 2·Padding − kernel) / Stride⌋ + 1.
/// </summary>
/// <param name="kernel">Steps of the window; at least 1.</param>
/// <example>
/// <code>
/// [Conv1d(32, 3), ReLU, AvgPool1d(2)]                 // half the length
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class AvgPool1dAttribute(int kernel) : PoolAttribute
{
    private int? _paddingLeft;
    private int? _paddingRight;

    /// <summary>Steps of the window.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Steps from one window to the next; the kernel by default, so that windows do not overlap.</summary>
    public int Stride { get; set; } = kernel;

    /// <summary>Steps added before the first alone.</summary>
    public int PaddingLeft
    {
        get => _paddingLeft ?? Padding;
        set => _paddingLeft = value;
    }

    /// <summary>Steps added behind the last alone.</summary>
    public int PaddingRight
    {
        get => _paddingRight ?? Padding;
        set => _paddingRight = value;
    }

    /// <summary>Whether the zeros of the padding count in the mean; true by default, as in PyTorch (ONNX's default is false).</summary>
    public bool CountIncludePad { get; set; } = true;
}
