namespace NetGen.Examples.Zoo;

/// <summary>A depthwise separable convolution, figure 3, right: a filter for each channel, then a 1×1 convolution that mixes them.</summary>
[Block]
internal abstract partial class SeparableConv
{
    private const int Channels = 64, Stride = 1;

    [DepthwiseConv2d(3, Stride = Stride, Padding = 1, Bias = false), BatchNorm, ReLU]
    private static partial Tensor Depthwise(Tensor input);

    [Conv2d(Channels, 1, Bias = false), BatchNorm, ReLU]
    private static partial Tensor Pointwise(Tensor depthwise);
}

/// <summary>All of table 1 before the average pool, with each layer's channels multiplied by a width in percent (α of section 3.3).</summary>
[Block]
internal abstract partial class MobileNetV1Features
{
    private const int Percent = 100;

    [Conv2d(32 * Percent / 100, 3, Stride = 2, Padding = 1, Bias = false), BatchNorm, ReLU]
    private static partial Tensor Stem(Tensor image);

    [Block<SeparableConv>(64 * Percent / 100)]
    [Block<SeparableConv>(128 * Percent / 100, 2), Block<SeparableConv>(128 * Percent / 100)]
    [Block<SeparableConv>(256 * Percent / 100, 2), Block<SeparableConv>(256 * Percent / 100)]
    [Block<SeparableConv>(512 * Percent / 100, 2), Block<SeparableConv>(512 * Percent / 100, Repeat = 5)]
    [Block<SeparableConv>(1024 * Percent / 100, 2), Block<SeparableConv>(1024 * Percent / 100)]
    private static partial Tensor Layers(Tensor stem);
}
