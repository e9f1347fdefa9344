using System.Diagnostics;

namespace NetGen;

/// <summary>
/// A 2-D convolution of each channel by itself, <c>torch.nn.Conv2d(C, C·Multiplier, kernel, groups = C)</c>: C×H×W becomes
/// C·Multiplier×H'×W' with the rows and columns of <see cref="Conv2dAttribute"/>.
/// </summary>
/// <remarks>Parameters: <c>weight</c> (C·Multiplier, 1, kernelHeight, kernelWidth) and <c>bias</c> (C·Multiplier).</remarks>
/// <example>
/// <code>
/// [DepthwiseConv2d(3, Padding = 1, Bias = false), BatchNorm, ReLU]
/// [Conv2d(128, 1, Bias = false), BatchNorm, ReLU]      // depthwise separable
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class DepthwiseConv2dAttribute : Convolution2dAttribute
{
    /// <summary>Declares a depthwise convolution with a square kernel.</summary>
    /// <param name="kernel">Rows and columns of each filter; at least 1.</param>
    public DepthwiseConv2dAttribute(int kernel)
        : this(kernel, kernel)
    {
    }

    /// <summary>Declares a depthwise convolution with a kernel of its own size in every direction.</summary>
    /// <param name="kernelHeight">Rows of each filter; at least 1.</param>
    /// <param name="kernelWidth">Columns of each filter; at least 1.</param>
    public DepthwiseConv2dAttribute(int kernelHeight, int kernelWidth)
    {
        KernelHeight = kernelHeight;
        KernelWidth = kernelWidth;
    }

    /// <summary>Rows of each filter.</summary>
    public int KernelHeight { get; }

    /// <summary>Columns of each filter.</summary>
    public int KernelWidth { get; }

    /// <summary>Filters for each channel; at least 1; 1 by default.</summary>
    public int Multiplier { get; set; } = 1;
}
