namespace NetGen.Examples.Zoo;

/// <summary>
/// ResNet-20 for CIFAR-10: section 4.2 of the same paper with n = 3. Where shapes change, its shortcut is a projection (option B
/// of section 3.3); the paper's pads with zeros (option A) and so has 2,752 parameters less.
/// </summary>
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

/// <summary>ResNet-56 for CIFAR-10: the same with n = 9.</summary>
[Network]
public partial class ResNet56
{
    [Conv2d(16, 3, Padding = 1, Bias = false), BatchNorm, ReLU]
    private static partial Tensor Stem([Input(3, 32, 32)] Tensor image);

    [Block<BasicBlock>(16, Repeat = 9)]
    private static partial Tensor Layer1(Tensor stem);

    [Block<BasicBlock>(32, 2), Block<BasicBlock>(32, Repeat = 8)]
    private static partial Tensor Layer2(Tensor layer1);

    [Block<BasicBlock>(64, 2), Block<BasicBlock>(64, Repeat = 8)]
    private static partial Tensor Layer3(Tensor layer2);

    [GlobalAvgPool2d, Linear(10)]
    private static partial Tensor Logits(Tensor layer3);
}
