namespace NetGen.Peers.Networks;

/// <summary>GoogLeNet with 5×5 convolutions, without batch or local response normalisation and without auxiliary classifiers.</summary>
[Network]
public partial class GoogLeNet
{
    [Conv2d(64, 7, Stride = 2, Padding = 3), ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
    [Conv2d(64, 1), ReLU, Conv2d(192, 3, Padding = 1), ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
    private static partial Tensor Stem([Input(3, 224, 224)] Tensor image);

    [Block<Inception>(64, 96, 128, 16, 32, 32), Block<Inception>(128, 128, 192, 32, 96, 64)]
    [MaxPool2d(3, Stride = 2, Padding = 1)]
    private static partial Tensor Inception3(Tensor stem);

    [Block<Inception>(192, 96, 208, 16, 48, 64), Block<Inception>(160, 112, 224, 24, 64, 64)]
    [Block<Inception>(128, 128, 256, 24, 64, 64), Block<Inception>(112, 144, 288, 32, 64, 64)]
    [Block<Inception>(256, 160, 320, 32, 128, 128), MaxPool2d(3, Stride = 2, Padding = 1)]
    private static partial Tensor Inception4(Tensor inception3);

    [Block<Inception>(256, 160, 320, 32, 128, 128), Block<Inception>(384, 192, 384, 48, 128, 128)]
    private static partial Tensor Inception5(Tensor inception4);

    [GlobalAvgPool2d, Linear(1000)]
    private static partial Tensor Logits(Tensor inception5);
}

/// <summary>An Inception module; a use reads like a row of the paper's table 1.</summary>
[Block]
internal abstract partial class Inception
{
    private const int Conv1x1 = 64, Reduce3x3 = 96, Conv3x3 = 128, Reduce5x5 = 16, Conv5x5 = 32, PoolProjection = 32;

    [Conv2d(Conv1x1, 1), ReLU]
    private static partial Tensor Branch1(Tensor input);

    [Conv2d(Reduce3x3, 1), ReLU, Conv2d(Conv3x3, 3, Padding = 1), ReLU]
    private static partial Tensor Branch2(Tensor input);

    [Conv2d(Reduce5x5, 1), ReLU, Conv2d(Conv5x5, 5, Padding = 2), ReLU]
    private static partial Tensor Branch3(Tensor input);

    [MaxPool2d(3, Stride = 1, Padding = 1), Conv2d(PoolProjection, 1), ReLU]
    private static partial Tensor Branch4(Tensor input);

    [Concat]
    private static partial Tensor Output(Tensor branch1, Tensor branch2, Tensor branch3, Tensor branch4);
}
