namespace NetGen.Examples.Zoo;

/// <summary>
/// DenseNet-121: Huang, Liu, van der Maaten, Weinberger, <i>Densely Connected Convolutional Networks</i>, 2017, table 1: growth 32,
/// transitions that halve the channels.
/// </summary>
[Network]
public partial class DenseNet121
{
    [Conv2d(64, 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
    private static partial Tensor Stem([Input(3, 224, 224)] Tensor image);

    [Block<DenseLayer>(32, Repeat = 6)]
    private static partial Tensor Dense1(Tensor stem);

    [BatchNorm, ReLU, Conv2d(128, 1, Bias = false), AvgPool2d(2)]
    private static partial Tensor Transition1(Tensor dense1);

    [Block<DenseLayer>(32, Repeat = 12)]
    private static partial Tensor Dense2(Tensor transition1);

    [BatchNorm, ReLU, Conv2d(256, 1, Bias = false), AvgPool2d(2)]
    private static partial Tensor Transition2(Tensor dense2);

    [Block<DenseLayer>(32, Repeat = 24)]
    private static partial Tensor Dense3(Tensor transition2);

    [BatchNorm, ReLU, Conv2d(512, 1, Bias = false), AvgPool2d(2)]
    private static partial Tensor Transition3(Tensor dense3);

    [Block<DenseLayer>(32, Repeat = 16)]
    private static partial Tensor Dense4(Tensor transition3);

    [BatchNorm, ReLU, GlobalAvgPool2d, Linear(1000)]
    private static partial Tensor Logits(Tensor dense4);
}
