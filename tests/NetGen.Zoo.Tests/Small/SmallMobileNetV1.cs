namespace NetGen.Zoo.Tests;

[Network]
public partial class SmallMobileNetV1
{
    [Block<MobileNetV1Features>(13)]
    private static partial Tensor Features([Input(3, 32, 32)] Tensor image);

    [GlobalAvgPool2d, Linear(7)]
    private static partial Tensor Logits(Tensor features);
}
