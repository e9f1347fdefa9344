namespace NetGen.Peers.Networks;

/// <summary>ResNet-18; benchmarks/ColdStart starts it too.</summary>
[Network]
public partial class ResNet18
{
    [Conv2d(64, 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
    private static partial Tensor Stem([Input(3, 224, 224)] Tensor image);

    [Block<BasicBlock>(64, Repeat = 2)]
    private static partial Tensor Layer1(Tensor stem);

    [Block<BasicBlock>(128, 2), Block<BasicBlock>(128)]
    private static partial Tensor Layer2(Tensor layer1);

    [Block<BasicBlock>(256, 2), Block<BasicBlock>(256)]
    private static partial Tensor Layer3(Tensor layer2);

    [Block<BasicBlock>(512, 2), Block<BasicBlock>(512)]
    private static partial Tensor Layer4(Tensor layer3);

    [GlobalAvgPool2d, Linear(1000)]
    private static partial Tensor Logits(Tensor layer4);
}
