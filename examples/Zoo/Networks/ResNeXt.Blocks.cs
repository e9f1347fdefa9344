namespace NetGen.Examples.Zoo;

/// <summary>
/// The block of figure 3 (c): a bottleneck whose 3×3 convolution works in groups; a use reads like a row of table 1: width,
/// channels, stride.
/// </summary>
[Block]
internal abstract partial class ResNeXtBlock
{
    private const int Width = 128, Channels = 256, Stride = 1, Cardinality = 32;

    [Conv2d(Width, 1, Bias = false), BatchNorm, ReLU]
    [Conv2d(Width, 3, Stride = Stride, Padding = 1, Groups = Cardinality, Bias = false), BatchNorm, ReLU]
    [Conv2d(Channels, 1, Bias = false), BatchNorm]
    private static partial Tensor Residual(Tensor input);

    [Projection(Channels, Stride = Stride)]
    private static partial Tensor Shortcut(Tensor input);

    [Add, ReLU]
    private static partial Tensor Output(Tensor residual, Tensor shortcut);
}
