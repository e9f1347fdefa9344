using System.Diagnostics;

namespace NetGen;

/// <summary>
/// A 2-D convolution (cross-correlation, no kernel flip), as <c>torch.nn.Conv2d</c>. C×H×W becomes
/// outChannels×H'×W' with H' = ⌊(H + 2·Padding − Dilation·(kernel − 1) − 1) / Stride⌋ + 1.
/// </summary>
/// <remarks>Parameters: <c>weight</c> (outChannels, C / Groups, kernelHeight, kernelWidth) and <c>bias</c> (outChannels).</remarks>
/// <example>
/// <code>
/// [Conv2d(64, 3, Padding = 1), ReLU]                  // same height and width
/// [Conv2d(64, 3, Stride = 2, Bias = false)]           // half the height and width
/// [Conv2d(64, 1, 7, PaddingWidth = 3)]                // one row by seven columns
/// [Conv2d(64, 3, Stride = 2, Padding = Padding.Same)] // ⌈H/2⌉×⌈W/2⌉
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class Conv2dAttribute : Convolution2dAttribute
{
    /// <summary>Declares a convolution with a square kernel.</summary>
    /// <param name="outChannels">Filters, the channels of the result; at least 1 and divisible by <see cref="Groups"/>.</param>
    /// <param name="kernel">Rows and columns of each filter; at least 1.</param>
    public Conv2dAttribute(int outChannels, int kernel)
        : this(outChannels, kernel, kernel)
    {
    }

    /// <summary>Declares a convolution with a kernel of its own size in every direction.</summary>
    /// <param name="outChannels">Filters, the channels of the result; at least 1 and divisible by <see cref="Groups"/>.</param>
    /// <param name="kernelHeight">Rows of each filter; at least 1.</param>
    /// <param name="kernelWidth">Columns of each filter; at least 1.</param>
    public Conv2dAttribute(int outChannels, int kernelHeight, int kernelWidth)
    {
        OutChannels = outChannels;
        KernelHeight = kernelHeight;
        KernelWidth = kernelWidth;
    }

    /// <summary>Filters, the channels of the result.</summary>
    public int OutChannels { get; }

    /// <summary>Rows of each filter.</summary>
    public int KernelHeight { get; }

    /// <summary>Columns of each filter.</summary>
    public int KernelWidth { get; }

    /// <summary>Groups of channels that are convolved apart; must divide input and output channels; 1 by default.</summary>
    public int Groups { get; set; } = 1;
}
