namespace NetGen.Examples.Zoo;

/// <summary>
/// The Inception module of figure 2 (b); a use reads like a row of table 1: #1×1, #3×3 reduce, #3×3, #5×5 reduce, #5×5,
/// pool proj.
/// </summary>
/// <remarks>As torchvision has it: batch normalisation after each convolution, and 3×3 in place of 5×5.</remarks>
[Block]
internal abstract partial class Inception
{
    private const int Conv1x1 = 64, Reduce3x3 = 96, Conv3x3 = 128, Reduce5x5 = 16, Conv5x5 = 32, PoolProjection = 32;

    [Conv2d(Conv1x1, 1, Bias = false), BatchNorm(Epsilon = 0.001), ReLU]
    private static partial Tensor Branch1(Tensor input);

    [Conv2d(Reduce3x3, 1, Bias = false), BatchNorm(Epsilon = 0.001), ReLU]
    [Conv2d(Conv3x3, 3, Padding = 1, Bias = false), BatchNorm(Epsilon = 0.001), ReLU]
    private static partial Tensor Branch2(Tensor input);

    [Conv2d(Reduce5x5, 1, Bias = false), BatchNorm(Epsilon = 0.001), ReLU]
    [Conv2d(Conv5x5, 3, Padding = 1, Bias = false), BatchNorm(Epsilon = 0.001), ReLU]
    private static partial Tensor Branch3(Tensor input);

    [MaxPool2d(3, Stride = 1, Padding = 1)]
    [Conv2d(PoolProjection, 1, Bias = false), BatchNorm(Epsilon = 0.001), ReLU]
    private static partial Tensor Branch4(Tensor input);

    [Concat]
    private static partial Tensor Output(Tensor branch1, Tensor branch2, Tensor branch3, Tensor branch4);
}

/// <summary>An auxiliary classifier, as torchvision has it: adaptive pooling to 4×4 in place of 5×5 windows of stride 3.</summary>
[Block]
internal abstract partial class AuxiliaryClassifier
{
    private const int Channels = 128, Features = 1024, Classes = 1000;
    private const double DropoutProbability = 0.7;

    [AdaptiveAvgPool2d(4), Conv2d(Channels, 1, Bias = false), BatchNorm(Epsilon = 0.001), ReLU]
    [Flatten, Linear(Features), ReLU, Dropout(DropoutProbability), Linear(Classes)]
    private static partial Tensor Logits(Tensor input);
}
