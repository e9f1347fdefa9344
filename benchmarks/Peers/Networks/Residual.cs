namespace NetGen.Peers.Networks;

/// <summary>ResNet-20 for CIFAR-10, with 1×1 convolutions as shortcuts.</summary>
[Network]
public partial class ResNet20
{
    [Conv2d(16, 3, Padding = 1, Bias = false), BatchNorm, ReLU]
    private static partial Tensor Stem([Input(3, 32, 32)] Tensor image);

    [Block<BasicBlock>(16, Repeat = 3)]
    private static partial Tensor Layer1(Tensor stem);

    [Block<BasicBlock>(32, 2), Block<BasicBlock>(32, Repeat = 2)]
    private static partial Tensor Layer2(Tensor layer1);

    [Block<BasicBlock>(64, 2), Block<BasicBlock>(64, Repeat = 2)]
    private static partial Tensor Layer3(Tensor layer2);

    [GlobalAvgPool2d, Linear(10)]
    private static partial Tensor Logits(Tensor layer3);
}

/// <summary>ResNet-50, the stride in the 3×3 convolutions.</summary>
[Network]
public partial class ResNet50
{
    [Conv2d(64, 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
    private static partial Tensor Stem([Input(3, 224, 224)] Tensor image);

    [Block<Bottleneck>(64, Repeat = 3)]
    private static partial Tensor Layer1(Tensor stem);

    [Block<Bottleneck>(128, 2), Block<Bottleneck>(128, Repeat = 3)]
    private static partial Tensor Layer2(Tensor layer1);

    [Block<Bottleneck>(256, 2), Block<Bottleneck>(256, Repeat = 5)]
    private static partial Tensor Layer3(Tensor layer2);

    [Block<Bottleneck>(512, 2), Block<Bottleneck>(512, Repeat = 2)]
    private static partial Tensor Layer4(Tensor layer3);

    [GlobalAvgPool2d, Linear(1000)]
    private static partial Tensor Logits(Tensor layer4);
}

/// <summary>ResNeXt-50, 32×4d.</summary>
[Network]
public partial class ResNeXt50
{
    [Conv2d(64, 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
    private static partial Tensor Stem([Input(3, 224, 224)] Tensor image);

    [Block<ResNeXtBlock>(128, 256, Repeat = 3)]
    private static partial Tensor Layer1(Tensor stem);

    [Block<ResNeXtBlock>(256, 512, 2), Block<ResNeXtBlock>(256, 512, Repeat = 3)]
    private static partial Tensor Layer2(Tensor layer1);

    [Block<ResNeXtBlock>(512, 1024, 2), Block<ResNeXtBlock>(512, 1024, Repeat = 5)]
    private static partial Tensor Layer3(Tensor layer2);

    [Block<ResNeXtBlock>(1024, 2048, 2), Block<ResNeXtBlock>(1024, 2048, Repeat = 2)]
    private static partial Tensor Layer4(Tensor layer3);

    [GlobalAvgPool2d, Linear(1000)]
    private static partial Tensor Logits(Tensor layer4);
}
