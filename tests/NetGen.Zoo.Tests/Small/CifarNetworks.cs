namespace NetGen.Zoo.Tests;

[Network]
public partial class SmallResNet20
{
    [Conv2d(5, 3, Padding = 1, Bias = false), BatchNorm, ReLU]
    private static partial Tensor Stem([Input(3, 32, 32)] Tensor image);

    [Block<BasicBlock>(5, Repeat = 3)]
    private static partial Tensor Layer1(Tensor stem);

    [Block<BasicBlock>(9, 2), Block<BasicBlock>(9, Repeat = 2)]
    private static partial Tensor Layer2(Tensor layer1);

    [Block<BasicBlock>(17, 2), Block<BasicBlock>(17, Repeat = 2)]
    private static partial Tensor Layer3(Tensor layer2);

    [GlobalAvgPool2d, Linear(7)]
    private static partial Tensor Logits(Tensor layer3);
}

[Network]
public partial class SmallResNet56
{
    [Conv2d(4, 3, Padding = 1, Bias = false), BatchNorm, ReLU]
    private static partial Tensor Stem([Input(3, 32, 32)] Tensor image);

    [Block<BasicBlock>(4, Repeat = 9)]
    private static partial Tensor Layer1(Tensor stem);

    [Block<BasicBlock>(7, 2), Block<BasicBlock>(7, Repeat = 8)]
    private static partial Tensor Layer2(Tensor layer1);

    [Block<BasicBlock>(9, 2), Block<BasicBlock>(9, Repeat = 8)]
    private static partial Tensor Layer3(Tensor layer2);

    [GlobalAvgPool2d, Linear(7)]
    private static partial Tensor Logits(Tensor layer3);
}
