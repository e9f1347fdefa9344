using System.Diagnostics;

namespace NetGen;

/// <summary>
/// A 1-D convolution (cross-correlation, no kernel flip), as <c>torch.nn.Conv1d</c>. C×L becomes outChannels×L' with
/// L' = ⌊(L + 2·Padding − Dilation·(kernel − 1) − 1) / Stride⌋ + 1.
/// </summary>
/// <param name="outChannels">Filters, the channels of the result; at least 1 and divisible by <see cref="Groups"/>.</param>
/// <param name="kernel">Steps of each filter; at least 1.</param>
/// <remarks>Parameters: <c>weight</c> (outChannels, C / Groups, kernel) and <c>bias</c> (outChannels).</remarks>
/// <example>
/// <code>
/// [Network, Input(1, 16000)]
/// [Conv1d(32, 80, Stride = 4), BatchNorm, ReLU, MaxPool1d(4)]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class Conv1dAttribute(int outChannels, int kernel) : ConvolutionAttribute
{
    private int? _paddingLeft;
    private int? _paddingRight;

    /// <summary>Filters, the channels of the result.</summary>
    public int OutChannels { get; } = outChannels;

    /// <summary>Steps of each filter.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Zeros added before the first step alone.</summary>
    public int PaddingLeft
    {
        get => _paddingLeft ?? Padding;
        set => _paddingLeft = value;
    }

    /// <summary>Zeros added behind the last step alone.</summary>
    public int PaddingRight
    {
        get => _paddingRight ?? Padding;
        set => _paddingRight = value;
    }

    /// <summary>Groups of channels that are convolved apart; must divide input and output channels; 1 by default.</summary>
    public int Groups { get; set; } = 1;
}
