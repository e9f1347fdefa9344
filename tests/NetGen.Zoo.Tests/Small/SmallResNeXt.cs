namespace NetGen.Zoo.Tests;

[Network]
public partial class SmallResNeXt50
{
    [Conv2d(8, 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
    private static partial Tensor Stem([Input(3, 32, 32)] Tensor image);

    [Block<ResNeXtBlock>(8, 16, 1, 4, Repeat = 3)]
    private static partial Tensor Layer1(Tensor stem);

    [Block<ResNeXtBlock>(12, 24, 2, 4), Block<ResNeXtBlock>(12, 24, 1, 4, Repeat = 3)]
    private static partial Tensor Layer2(Tensor layer1);

    [Block<ResNeXtBlock>(20, 40, 2, 4), Block<ResNeXtBlock>(20, 40, 1, 4, Repeat = 5)]
    private static partial Tensor Layer3(Tensor layer2);

    [Block<ResNeXtBlock>(24, 48, 2, 4), Block<ResNeXtBlock>(24, 48, 1, 4, Repeat = 2)]
    private static partial Tensor Layer4(Tensor layer3);

    [GlobalAvgPool2d, Linear(7)]
    private static partial Tensor Logits(Tensor layer4);
}
