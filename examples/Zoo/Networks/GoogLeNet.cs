namespace NetGen.Examples.Zoo;

/// <summary>
/// GoogLeNet: Szegedy and others, <i>Going Deeper with Convolutions</i>, 2015, table 1, with its two auxiliary classifiers, in
/// torchvision's form: batch normalisation instead of local response normalisation, pools that round up.
/// </summary>
[Network]
public partial class GoogLeNet
{
    [Conv2d(64, 7, Stride = 2, Padding = 3, Bias = false), BatchNorm(Epsilon = 0.001), ReLU]
    [MaxPool2d(3, Stride = 2, CeilMode = true)]
    [Conv2d(64, 1, Bias = false), BatchNorm(Epsilon = 0.001), ReLU]
    [Conv2d(192, 3, Padding = 1, Bias = false), BatchNorm(Epsilon = 0.001), ReLU]
    [MaxPool2d(3, Stride = 2, CeilMode = true)]
    private static partial Tensor Stem([Input(3, 224, 224)] Tensor image);

    [Block<Inception>(64, 96, 128, 16, 32, 32)]
    private static partial Tensor Inception3a(Tensor stem);

    [Block<Inception>(128, 128, 192, 32, 96, 64)]
    private static partial Tensor Inception3b(Tensor inception3a);

    [MaxPool2d(3, Stride = 2, CeilMode = true)]
    private static partial Tensor Pool3(Tensor inception3b);

    [Block<Inception>(192, 96, 208, 16, 48, 64)]
    private static partial Tensor Inception4a(Tensor pool3);

    [Block<Inception>(160, 112, 224, 24, 64, 64)]
    private static partial Tensor Inception4b(Tensor inception4a);

    [Block<Inception>(128, 128, 256, 24, 64, 64)]
    private static partial Tensor Inception4c(Tensor inception4b);

    [Block<Inception>(112, 144, 288, 32, 64, 64)]
    private static partial Tensor Inception4d(Tensor inception4c);

    [Block<Inception>(256, 160, 320, 32, 128, 128)]
    private static partial Tensor Inception4e(Tensor inception4d);

    [MaxPool2d(2, CeilMode = true)]
    private static partial Tensor Pool4(Tensor inception4e);

    [Block<Inception>(256, 160, 320, 32, 128, 128)]
    private static partial Tensor Inception5a(Tensor pool4);

    [Block<Inception>(384, 192, 384, 48, 128, 128)]
    private static partial Tensor Inception5b(Tensor inception5a);

    [GlobalAvgPool2d, Dropout(0.2), Linear(1000)]
    private static partial Tensor Logits(Tensor inception5b);

    [Block<AuxiliaryClassifier>(128, 1024, 1000)]
    [Auxiliary(Weight = 0.3)]
    private static partial Tensor Auxiliary1(Tensor inception4a);

    [Block<AuxiliaryClassifier>(128, 1024, 1000)]
    [Auxiliary(Weight = 0.3)]
    private static partial Tensor Auxiliary2(Tensor inception4d);
}
