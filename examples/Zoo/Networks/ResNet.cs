namespace NetGen.Examples.Zoo;

/// <summary>ResNet-18: He, Zhang, Ren, Sun, <i>Deep Residual Learning for Image Recognition</i>, 2016, table 1.</summary>
[Network]
public partial class ResNet18
{
    [Conv2d(64, 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
    private static partial Tensor Stem([Input(3, 224, 224)] Tensor image);

    [Block<BasicBlock>(64, Repeat = 2)]
    private static partial Tensor Layer1(Tensor stem);

    [Block<BasicBlock>(128, 2), Block<BasicBlock>(128)]
    private static partial Tensor Layer2(Tensor layer1);

    [Block<BasicBlock>(256, 2), Block<BasicBlock>(256)]
    private static partial Tensor Layer3(Tensor layer2);

    [Block<BasicBlock>(512, 2), Block<BasicBlock>(512)]
    private static partial Tensor Layer4(Tensor layer3);

    [GlobalAvgPool2d, Linear(1000)]
    private static partial Tensor Logits(Tensor layer4);
}

/// <summary>ResNet-34 of the same table.</summary>
[Network]
public partial class ResNet34
{
    [Conv2d(64, 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
    private static partial Tensor Stem([Input(3, 224, 224)] Tensor image);

    [Block<BasicBlock>(64, Repeat = 3)]
    private static partial Tensor Layer1(Tensor stem);

    [Block<BasicBlock>(128, 2), Block<BasicBlock>(128, Repeat = 3)]
    private static partial Tensor Layer2(Tensor layer1);

    [Block<BasicBlock>(256, 2), Block<BasicBlock>(256, Repeat = 5)]
    private static partial Tensor Layer3(Tensor layer2);

    [Block<BasicBlock>(512, 2), Block<BasicBlock>(512, Repeat = 2)]
    private static partial Tensor Layer4(Tensor layer3);

    [GlobalAvgPool2d, Linear(1000)]
    private static partial Tensor Logits(Tensor layer4);
}

/// <summary>ResNet-50 of the same table: blocks of three convolutions.</summary>
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

/// <summary>ResNet-101 of the same table.</summary>
[Network]
public partial class ResNet101
{
    [Conv2d(64, 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
    private static partial Tensor Stem([Input(3, 224, 224)] Tensor image);

    [Block<Bottleneck>(64, Repeat = 3)]
    private static partial Tensor Layer1(Tensor stem);

    [Block<Bottleneck>(128, 2), Block<Bottleneck>(128, Repeat = 3)]
    private static partial Tensor Layer2(Tensor layer1);

    [Block<Bottleneck>(256, 2), Block<Bottleneck>(256, Repeat = 22)]
    private static partial Tensor Layer3(Tensor layer2);

    [Block<Bottleneck>(512, 2), Block<Bottleneck>(512, Repeat = 2)]
    private static partial Tensor Layer4(Tensor layer3);

    [GlobalAvgPool2d, Linear(1000)]
    private static partial Tensor Logits(Tensor layer4);
}
