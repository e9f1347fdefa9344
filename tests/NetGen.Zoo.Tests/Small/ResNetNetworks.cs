namespace NetGen.Zoo.Tests;

[Network]
public partial class SmallResNet18
{
    [Conv2d(8, 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
    private static partial Tensor Stem([Input(3, 32, 32)] Tensor image);

    [Block<BasicBlock>(8, Repeat = 2)]
    private static partial Tensor Layer1(Tensor stem);

    [Block<BasicBlock>(12, 2), Block<BasicBlock>(12)]
    private static partial Tensor Layer2(Tensor layer1);

    [Block<BasicBlock>(17, 2), Block<BasicBlock>(17)]
    private static partial Tensor Layer3(Tensor layer2);

    [Block<BasicBlock>(24, 2), Block<BasicBlock>(24)]
    private static partial Tensor Layer4(Tensor layer3);

    [GlobalAvgPool2d, Linear(7)]
    private static partial Tensor Logits(Tensor layer4);
}

[Network]
public partial class SmallResNet34
{
    [Conv2d(8, 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
    private static partial Tensor Stem([Input(3, 32, 32)] Tensor image);

    [Block<BasicBlock>(8, Repeat = 3)]
    private static partial Tensor Layer1(Tensor stem);

    [Block<BasicBlock>(12, 2), Block<BasicBlock>(12, Repeat = 3)]
    private static partial Tensor Layer2(Tensor layer1);

    [Block<BasicBlock>(17, 2), Block<BasicBlock>(17, Repeat = 5)]
    private static partial Tensor Layer3(Tensor layer2);

    [Block<BasicBlock>(24, 2), Block<BasicBlock>(24, Repeat = 2)]
    private static partial Tensor Layer4(Tensor layer3);

    [GlobalAvgPool2d, Linear(7)]
    private static partial Tensor Logits(Tensor layer4);
}

[Network]
public partial class SmallResNet50
{
    [Conv2d(8, 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
    private static partial Tensor Stem([Input(3, 32, 32)] Tensor image);

    [Block<Bottleneck>(6, Repeat = 3)]
    private static partial Tensor Layer1(Tensor stem);

    [Block<Bottleneck>(7, 2), Block<Bottleneck>(7, Repeat = 3)]
    private static partial Tensor Layer2(Tensor layer1);

    [Block<Bottleneck>(9, 2), Block<Bottleneck>(9, Repeat = 5)]
    private static partial Tensor Layer3(Tensor layer2);

    [Block<Bottleneck>(12, 2), Block<Bottleneck>(12, Repeat = 2)]
    private static partial Tensor Layer4(Tensor layer3);

    [GlobalAvgPool2d, Linear(7)]
    private static partial Tensor Logits(Tensor layer4);
}

[Network]
public partial class SmallResNet101
{
    [Conv2d(8, 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
    private static partial Tensor Stem([Input(3, 32, 32)] Tensor image);

    [Block<Bottleneck>(6, Repeat = 3)]
    private static partial Tensor Layer1(Tensor stem);

    [Block<Bottleneck>(7, 2), Block<Bottleneck>(7, Repeat = 3)]
    private static partial Tensor Layer2(Tensor layer1);

    [Block<Bottleneck>(9, 2), Block<Bottleneck>(9, Repeat = 22)]
    private static partial Tensor Layer3(Tensor layer2);

    [Block<Bottleneck>(12, 2), Block<Bottleneck>(12, Repeat = 2)]
    private static partial Tensor Layer4(Tensor layer3);

    [GlobalAvgPool2d, Linear(7)]
    private static partial Tensor Logits(Tensor layer4);
}
