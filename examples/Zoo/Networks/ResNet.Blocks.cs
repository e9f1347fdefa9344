namespace NetGen.Examples.Zoo;

/// <summary>The building block of figure 5, left: two 3×3 convolutions beside a shortcut.</summary>
[Block]
internal abstract partial class BasicBlock
{
    private const int Channels = 64, Stride = 1;

    [Conv2d(Channels, 3, Stride = Stride, Padding = 1, Bias = false), BatchNorm, ReLU]
    [Conv2d(Channels, 3, Padding = 1, Bias = false), BatchNorm]
    private static partial Tensor Residual(Tensor input);

    [Projection(Channels, Stride = Stride)]
    private static partial Tensor Shortcut(Tensor input);

    [Add, ReLU]
    private static partial Tensor Output(Tensor residual, Tensor shortcut);
}

/// <summary>
/// The bottleneck of figure 5, right: 1×1, 3×3 and 1×1, the last one four times as wide. The stride is the 3×3 convolution's, as
/// in torchvision; the paper's first convolution has it.
/// </summary>
[Block]
internal abstract partial class Bottleneck
{
    private const int Channels = 64, Stride = 1;

    [Conv2d(Channels, 1, Bias = false), BatchNorm, ReLU]
    [Conv2d(Channels, 3, Stride = Stride, Padding = 1, Bias = false), BatchNorm, ReLU]
    [Conv2d(4 * Channels, 1, Bias = false), BatchNorm]
    private static partial Tensor Residual(Tensor input);

    [Projection(4 * Channels, Stride = Stride)]
    private static partial Tensor Shortcut(Tensor input);

    [Add, ReLU]
    private static partial Tensor Output(Tensor residual, Tensor shortcut);
}
