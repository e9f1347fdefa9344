namespace NetGen.Zoo.Tests;

[Network]
public partial class SmallDenseNet121
{
    [Conv2d(8, 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
    private static partial Tensor Stem([Input(3, 32, 32)] Tensor image);

    [Block<DenseLayer>(3, Repeat = 6)]
    private static partial Tensor Dense1(Tensor stem);

    [BatchNorm, ReLU, Conv2d(13, 1, Bias = false), AvgPool2d(2)]
    private static partial Tensor Transition1(Tensor dense1);

    [Block<DenseLayer>(3, Repeat = 12)]
    private static partial Tensor Dense2(Tensor transition1);

    [BatchNorm, ReLU, Conv2d(24, 1, Bias = false), AvgPool2d(2)]
    private static partial Tensor Transition2(Tensor dense2);

    [Block<DenseLayer>(3, Repeat = 24)]
    private static partial Tensor Dense3(Tensor transition2);

    [BatchNorm, ReLU, Conv2d(48, 1, Bias = false), AvgPool2d(2)]
    private static partial Tensor Transition3(Tensor dense3);

    [Block<DenseLayer>(3, Repeat = 16)]
    private static partial Tensor Dense4(Tensor transition3);

    [BatchNorm, ReLU, GlobalAvgPool2d, Linear(7)]
    private static partial Tensor Logits(Tensor dense4);
}
