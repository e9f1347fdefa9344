namespace NetGen.Examples.Zoo;

/// <summary>A layer of a dense block (DenseNet-B): its features are joined to everything before.</summary>
[Block]
internal abstract partial class DenseLayer
{
    private const int Growth = 32;

    [BatchNorm, ReLU, Conv2d(4 * Growth, 1, Bias = false)]
    [BatchNorm, ReLU, Conv2d(Growth, 3, Padding = 1, Bias = false)]
    private static partial Tensor Features(Tensor input);

    [Concat]
    private static partial Tensor Output(Tensor input, Tensor features);
}
