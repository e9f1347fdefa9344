using System.Diagnostics;

namespace NetGen;

/// <summary>
/// A transposed convolution, as <c>torch.nn.ConvTranspose2d</c>: every input pixel adds a scaled kernel to the result. C×H×W becomes
/// outChannels×H'×W' with H' = (H − 1)·Stride − 2·Padding + Dilation·(kernel − 1) + OutputPadding + 1.
/// </summary>
/// <remarks>
/// Parameters: <c>weight</c> (C, outChannels / Groups, kernelHeight, kernelWidth) and <c>bias</c> (outChannels). The padding is what the
/// result loses at its edges, and <see cref="NetGen.Padding.Same"/> has no meaning here.
/// </remarks>
/// <example>
/// <code>
/// [ConvTranspose2d(32, 2, Stride = 2), ReLU]                              // twice the height and width
/// [ConvTranspose2d(32, 3, Stride = 2, Padding = 1, OutputPadding = 1)]    // the same with a 3×3 kernel
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class ConvTranspose2dAttribute : Convolution2dAttribute
{
    private int? _outputPaddingHeight;
    private int? _outputPaddingWidth;

    /// <summary>Declares a transposed convolution with a square kernel.</summary>
    /// <param name="outChannels">Filters, the channels of the result; at least 1 and divisible by <see cref="Groups"/>.</param>
    /// <param name="kernel">Rows and columns of each filter; at least 1.</param>
    public ConvTranspose2dAttribute(int outChannels, int kernel)
        : this(outChannels, kernel, kernel)
    {
    }

    /// <summary>Declares a transposed convolution with a kernel of its own size in every direction.</summary>
    /// <param name="outChannels">Filters, the channels of the result; at least 1 and divisible by <see cref="Groups"/>.</param>
    /// <param name="kernelHeight">Rows of each filter; at least 1.</param>
    /// <param name="kernelWidth">Columns of each filter; at least 1.</param>
    public ConvTranspose2dAttribute(int outChannels, int kernelHeight, int kernelWidth)
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

    /// <summary>Rows and columns appended to the result, less than the stride or the dilation; 0 by default.</summary>
    public int OutputPadding { get; set; }

    /// <summary><see cref="OutputPadding"/> of the rows.</summary>
    public int OutputPaddingHeight
    {
        get => _outputPaddingHeight ?? OutputPadding;
        set => _outputPaddingHeight = value;
    }

    /// <summary><see cref="OutputPadding"/> of the columns.</summary>
    public int OutputPaddingWidth
    {
        get => _outputPaddingWidth ?? OutputPadding;
        set => _outputPaddingWidth = value;
    }

    /// <summary>Groups of channels that are convolved apart; must divide input and output channels; 1 by default.</summary>
    public int Groups { get; set; } = 1;
}
