namespace NetGen.Examples.Zoo;

/// <summary>
/// SqueezeNet 1.1: Iandola and others, <i>SqueezeNet: AlexNet-Level Accuracy with 50x Fewer Parameters and &lt;0.5MB Model Size</i>, 2016,
/// in the later version of its authors, which pools earlier.
/// </summary>
[Network]
public partial class SqueezeNet
{
    [Conv2d(64, 3, Stride = 2), ReLU, MaxPool2d(3, Stride = 2, CeilMode = true)]
    private static partial Tensor Stem([Input(3, 224, 224)] Tensor image);

    [Block<Fire>(16, 64, Repeat = 2), MaxPool2d(3, Stride = 2, CeilMode = true)]
    private static partial Tensor Fire2(Tensor stem);

    [Block<Fire>(32, 128, Repeat = 2), MaxPool2d(3, Stride = 2, CeilMode = true)]
    private static partial Tensor Fire4(Tensor fire2);

    [Block<Fire>(48, 192, Repeat = 2), Block<Fire>(64, 256, Repeat = 2)]
    private static partial Tensor Fire6(Tensor fire4);

    [Dropout(0.5), Conv2d(1000, 1), ReLU, GlobalAvgPool2d]
    private static partial Tensor Logits(Tensor fire6);
}
