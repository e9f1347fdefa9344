namespace NetGen.Examples.Zoo;

/// <summary>
/// The bottleneck of table 1: a 1×1 convolution that expands, a filter for each channel, and a 1×1 convolution without
/// activation that narrows.
/// </summary>
[Block]
internal abstract partial class LinearBottleneck
{
    private const int Inputs = 16, Expansion = 6, Channels = 24, Stride = 2;

    [Conv2d(Expansion * Inputs, 1, Bias = false), BatchNorm, ReLU6]
    private static partial Tensor Expand(Tensor input);

    [DepthwiseConv2d(3, Stride = Stride, Padding = 1, Bias = false), BatchNorm, ReLU6]
    private static partial Tensor Filter(Tensor expand);

    [Conv2d(Channels, 1, Bias = false), BatchNorm]
    private static partial Tensor Narrow(Tensor filter);
}

/// <summary>The inverted residual of figure 4 (d): a bottleneck that keeps its shape, and the input added to it.</summary>
[Block]
internal abstract partial class InvertedResidual
{
    private const int Channels = 24, Expansion = 6;

    [Block<LinearBottleneck>(Channels, Expansion, Channels, 1)]
    private static partial Tensor Bottleneck(Tensor input);

    [Add]
    private static partial Tensor Output(Tensor input, Tensor bottleneck);
}
