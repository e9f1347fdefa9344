namespace NetGen.Examples.Zoo;

/// <summary>
/// ResNeXt-50 (32×4d): Xie and others, <i>Aggregated Residual Transformations for Deep Neural Networks</i>, 2017, table 1.
/// </summary>
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
