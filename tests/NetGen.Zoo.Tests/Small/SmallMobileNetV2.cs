namespace NetGen.Zoo.Tests;

[Network]
public partial class SmallMobileNetV2
{
    [Conv2d(8, 3, Stride = 2, Padding = 1, Bias = false), BatchNorm, ReLU6]
    private static partial Tensor Stem([Input(3, 32, 32)] Tensor image);

    // With an expansion of 1 a bottleneck has no first convolution.
    [DepthwiseConv2d(3, Padding = 1, Bias = false), BatchNorm, ReLU6, Conv2d(5, 1, Bias = false), BatchNorm]
    private static partial Tensor Layer1(Tensor stem);

    [Block<LinearBottleneck>(5, 6, 6, 2), Block<InvertedResidual>(6)]
    private static partial Tensor Layer2(Tensor layer1);

    [Block<LinearBottleneck>(6, 6, 7, 2), Block<InvertedResidual>(7, Repeat = 2)]
    private static partial Tensor Layer3(Tensor layer2);

    [Block<LinearBottleneck>(7, 6, 8, 2), Block<InvertedResidual>(8, Repeat = 3)]
    private static partial Tensor Layer4(Tensor layer3);

    [Block<LinearBottleneck>(8, 6, 10, 1), Block<InvertedResidual>(10, Repeat = 2)]
    private static partial Tensor Layer5(Tensor layer4);

    [Block<LinearBottleneck>(10, 6, 12, 2), Block<InvertedResidual>(12, Repeat = 2)]
    private static partial Tensor Layer6(Tensor layer5);

    [Block<LinearBottleneck>(12, 6, 17, 1)]
    private static partial Tensor Layer7(Tensor layer6);

    [Conv2d(33, 1, Bias = false), BatchNorm, ReLU6]
    private static partial Tensor Head(Tensor layer7);

    [GlobalAvgPool2d, Dropout(0), Linear(7)]
    private static partial Tensor Logits(Tensor head);
}
