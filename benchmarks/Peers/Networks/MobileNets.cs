namespace NetGen.Peers.Networks;

/// <summary>MobileNetV1 of full width.</summary>
[Network]
public partial class MobileNetV1
{
    [Block<MobileNetV1Features>(100)]
    private static partial Tensor Features([Input(3, 224, 224)] Tensor image);

    [GlobalAvgPool2d, Linear(1000)]
    private static partial Tensor Logits(Tensor features);
}

/// <summary>MobileNetV2 of full width.</summary>
[Network]
public partial class MobileNetV2
{
    [Conv2d(32, 3, Stride = 2, Padding = 1, Bias = false), BatchNorm, ReLU6]
    private static partial Tensor Stem([Input(3, 224, 224)] Tensor image);

    // With an expansion of 1 a bottleneck has no first convolution.
    [DepthwiseConv2d(3, Padding = 1, Bias = false), BatchNorm, ReLU6, Conv2d(16, 1, Bias = false), BatchNorm]
    private static partial Tensor Layer1(Tensor stem);

    [Block<LinearBottleneck>(16, 6, 24, 2), Block<InvertedResidual>(24)]
    private static partial Tensor Layer2(Tensor layer1);

    [Block<LinearBottleneck>(24, 6, 32, 2), Block<InvertedResidual>(32, Repeat = 2)]
    private static partial Tensor Layer3(Tensor layer2);

    [Block<LinearBottleneck>(32, 6, 64, 2), Block<InvertedResidual>(64, Repeat = 3)]
    private static partial Tensor Layer4(Tensor layer3);

    [Block<LinearBottleneck>(64, 6, 96, 1), Block<InvertedResidual>(96, Repeat = 2)]
    private static partial Tensor Layer5(Tensor layer4);

    [Block<LinearBottleneck>(96, 6, 160, 2), Block<InvertedResidual>(160, Repeat = 2)]
    private static partial Tensor Layer6(Tensor layer5);

    [Block<LinearBottleneck>(160, 6, 320, 1)]
    private static partial Tensor Layer7(Tensor layer6);

    [Conv2d(1280, 1, Bias = false), BatchNorm, ReLU6]
    private static partial Tensor Head(Tensor layer7);

    [GlobalAvgPool2d, Linear(1000)]
    private static partial Tensor Logits(Tensor head);
}
