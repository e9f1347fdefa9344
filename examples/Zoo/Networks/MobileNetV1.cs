namespace NetGen.Examples.Zoo;

/// <summary>
/// MobileNet: Howard and others, <i>MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications</i>, 2017,
/// table 1.
/// </summary>
[Network]
public partial class MobileNetV1
{
    [Block<MobileNetV1Features>(100)]
    private static partial Tensor Features([Input(3, 224, 224)] Tensor image);

    [GlobalAvgPool2d, Linear(1000)]
    private static partial Tensor Logits(Tensor features);
}

/// <summary>MobileNet with half the channels in each layer: the width multiplier 0.5 of table 6.</summary>
[Network]
public partial class MobileNetV1Half
{
    [Block<MobileNetV1Features>(50)]
    private static partial Tensor Features([Input(3, 224, 224)] Tensor image);

    [GlobalAvgPool2d, Linear(1000)]
    private static partial Tensor Logits(Tensor features);
}
