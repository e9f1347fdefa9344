namespace NetGen.Zoo.Tests;

/// <summary>GoogLeNet with odd channel counts, so that no vector is ever full by luck, on images whose pools are uneven.</summary>
[Network]
public partial class SmallGoogLeNet
{
    [Conv2d(8, 7, Stride = 2, Padding = 3, Bias = false), BatchNorm(Epsilon = 0.001), ReLU]
    [MaxPool2d(3, Stride = 2, CeilMode = true)]
    [Conv2d(9, 1, Bias = false), BatchNorm(Epsilon = 0.001), ReLU]
    [Conv2d(14, 3, Padding = 1, Bias = false), BatchNorm(Epsilon = 0.001), ReLU]
    [MaxPool2d(3, Stride = 2, CeilMode = true)]
    private static partial Tensor Stem([Input(3, 91, 83)] Tensor image);

    [Block<Inception>(5, 6, 9, 3, 4, 3)]
    private static partial Tensor Inception3a(Tensor stem);

    [Block<Inception>(7, 8, 11, 4, 6, 5)]
    private static partial Tensor Inception3b(Tensor inception3a);

    [MaxPool2d(3, Stride = 2, CeilMode = true)]
    private static partial Tensor Pool3(Tensor inception3b);

    [Block<Inception>(9, 5, 13, 3, 4, 6)]
    private static partial Tensor Inception4a(Tensor pool3);

    [Block<Inception>(8, 7, 14, 2, 5, 4)]
    private static partial Tensor Inception4b(Tensor inception4a);

    [Block<Inception>(6, 8, 16, 2, 4, 5)]
    private static partial Tensor Inception4c(Tensor inception4b);

    [Block<Inception>(7, 9, 18, 3, 4, 3)]
    private static partial Tensor Inception4d(Tensor inception4c);

    [Block<Inception>(16, 10, 19, 2, 8, 7)]
    private static partial Tensor Inception4e(Tensor inception4d);

    [MaxPool2d(2, CeilMode = true)]
    private static partial Tensor Pool4(Tensor inception4e);

    [Block<Inception>(15, 9, 20, 3, 8, 7)]
    private static partial Tensor Inception5a(Tensor pool4);

    [Block<Inception>(23, 12, 24, 4, 8, 9)]
    private static partial Tensor Inception5b(Tensor inception5a);

    [GlobalAvgPool2d, Dropout(0), Linear(7)]
    private static partial Tensor Logits(Tensor inception5b);

    [Block<AuxiliaryClassifier>(6, 20, 7, 0.0)]
    [Auxiliary(Weight = 0.3)]
    private static partial Tensor Auxiliary1(Tensor inception4a);

    [Block<AuxiliaryClassifier>(6, 20, 7, 0.0)]
    [Auxiliary(Weight = 0.3)]
    private static partial Tensor Auxiliary2(Tensor inception4d);
}
