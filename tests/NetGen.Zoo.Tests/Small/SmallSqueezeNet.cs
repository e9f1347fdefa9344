namespace NetGen.Zoo.Tests;

[Network]
public partial class SmallSqueezeNet
{
    [Conv2d(9, 3, Stride = 2), ReLU, MaxPool2d(3, Stride = 2, CeilMode = true)]
    private static partial Tensor Stem([Input(3, 36, 32)] Tensor image);

    [Block<Fire>(3, 5, Repeat = 2), MaxPool2d(3, Stride = 2, CeilMode = true)]
    private static partial Tensor Fire2(Tensor stem);

    [Block<Fire>(4, 7, Repeat = 2), MaxPool2d(3, Stride = 2, CeilMode = true)]
    private static partial Tensor Fire4(Tensor fire2);

    [Block<Fire>(5, 9, Repeat = 2), Block<Fire>(6, 12, Repeat = 2)]
    private static partial Tensor Fire6(Tensor fire4);

    [Dropout(0), Conv2d(7, 1), ReLU, GlobalAvgPool2d]
    private static partial Tensor Logits(Tensor fire6);
}
