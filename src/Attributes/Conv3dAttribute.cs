using System.Diagnostics;

namespace NetGen;

/// <summary>
/// A 3-D convolution (cross-correlation, no kernel flip), as <c>torch.nn.Conv3d</c>. C×D×H×W becomes
/// outChannels×D'×H'×W' with D' = ⌊(D + 2·Padding − Dilation·(kernel − 1) − 1) / Stride⌋ + 1, and so on.
/// </summary>
/// <remarks>Parameters: <c>weight</c> (outChannels, C / Groups, kernelDepth, kernelHeight, kernelWidth) and <c>bias</c> (outChannels).</remarks>
/// <example>
/// <code>
/// [Network, Input(1, 16, 64, 64)]                     // channels, depth, height, width
/// [Conv3d(16, 3, Padding = 1), ReLU, MaxPool3d(2)]
/// [Conv3d(32, 1, 3, 3, PaddingHeight = 1, PaddingWidth = 1)]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class Conv3dAttribute : Convolution3dAttribute
{
    /// <summary>Declares a convolution with a cubic kernel.</summary>
    /// <param name="outChannels">Filters, the channels of the result; at least 1 and divisible by <see cref="Groups"/>.</param>
    /// <param name="kernel">Rows, columns and planes of each filter; at least 1.</param>
    public Conv3dAttribute(int outChannels, int kernel)
        : this(outChannels, kernel, kernel, kernel)
    {
    }

    /// <summary>Declares a convolution with a kernel of its own size in every direction.</summary>
    /// <param name="outChannels">Filters, the channels of the result; at least 1 and divisible by <see cref="Groups"/>.</param>
    /// <param name="kernelDepth">Planes of each filter; at least 1.</param>
    /// <param name="kernelHeight">Rows of each filter; at least 1.</param>
    /// <param name="kernelWidth">Columns of each filter; at least 1.</param>
    public Conv3dAttribute(int outChannels, int kernelDepth, int kernelHeight, int kernelWidth)
    {
        OutChannels = outChannels;
        KernelDepth = kernelDepth;
        KernelHeight = kernelHeight;
        KernelWidth = kernelWidth;
    }

    /// <summary>Filters, the channels of the result.</summary>
    public int OutChannels { get; }

    /// <summary>Planes of each filter.</summary>
    public int KernelDepth { get; }

    /// <summary>Rows of each filter.</summary>
    public int KernelHeight { get; }

    /// <summary>Columns of each filter.</summary>
    public int KernelWidth { get; }

    /// <summary>Groups of channels that are convolved apart; must divide input and output channels; 1 by default.</summary>
    public int Groups { get; set; } = 1;
}
