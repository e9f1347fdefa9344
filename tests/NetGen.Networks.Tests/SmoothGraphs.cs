namespace NetGen.Networks.Tests;

// Graphs without kinks, for finite differences: tensors that several layers read, operands of every kind.

/// <summary>A residual block whose input two layers read.</summary>
[Block]
public abstract partial class SmoothResidual
{
    private const int Channels = 5, Stride = 1;

    [Conv2d(Channels, 3, Stride = Stride, Padding = 1, Bias = false), BatchNorm, Tanh, Conv2d(Channels, 3, Padding = 1)]
    private static partial Tensor Residual(Tensor input);

    [Projection(Channels, Stride = Stride)]
    private static partial Tensor Shortcut(Tensor input);

    [Add, Tanh]
    private static partial Tensor Output(Tensor residual, Tensor shortcut);
}

/// <summary>Residual blocks in a row, with a projection and without.</summary>
[Network, Input(3, 8, 7)]
[Conv2d(5, 3, Padding = 1), Tanh, Block<SmoothResidual>(Repeat = 2), Block<SmoothResidual>(19, 2)]
[GlobalAvgPool2d, Linear(4)]
public partial class SmoothResiduals;

/// <summary>Branches that are joined, with numbers of channels that fill no vector, and one of which is read twice.</summary>
[Network]
public partial class SmoothBranches
{
    [Conv2d(7, 3, Padding = 1), Tanh]
    private static partial Tensor Stem([Input(2, 6, 5)] Tensor image);

    [Conv2d(3, 1), Sigmoid]
    private static partial Tensor Left(Tensor stem);

    [Conv2d(18, 3, Padding = 1), Tanh]
    private static partial Tensor Right(Tensor stem);

    [Concat, Conv2d(6, 3, Padding = 1), Tanh]
    private static partial Tensor Joined(Tensor left, Tensor right, Tensor stem, Tensor image);

    [Concat, Flatten, Linear(5)]
    private static partial Tensor Logits(Tensor joined, Tensor left);
}

/// <summary>A tensor scaled and shifted by one value for each channel, which is made from itself.</summary>
[Network]
public partial class SmoothExcitation
{
    [Conv2d(18, 3, Padding = 1), Tanh]
    private static partial Tensor Stem([Input(2, 5, 6)] Tensor image);

    [GlobalAvgPool2d, Linear(4), Tanh, Linear(18), Sigmoid]
    private static partial Tensor Excitation(Tensor stem);

    [Multiply, Tanh]
    private static partial Tensor Scaled(Tensor stem, Tensor excitation);

    [Multiply]
    private static partial Tensor Cubed(Tensor scaled, Tensor stem, Tensor excitation);

    [Add]
    private static partial Tensor Shifted(Tensor excitation, Tensor cubed, Tensor scaled, Tensor stem);

    [AvgPool2d(2), Flatten, Linear(3)]
    private static partial Tensor Logits(Tensor shifted);
}

/// <summary>Operands that are one tensor, a tensor that is both convolved and flattened, and two inputs.</summary>
[Network]
public partial class SmoothSharing
{
    [Conv2d(6, 3, Padding = 1), Tanh]
    private static partial Tensor Stem([Input(3, 5, 4)] Tensor image);

    [Add]
    private static partial Tensor Doubled(Tensor stem, Tensor stem2);

    [Sigmoid]
    private static partial Tensor Stem2(Tensor stem);

    [Conv2d(4, 3, Padding = 1), Tanh, GlobalAvgPool2d]
    private static partial Tensor Convolved(Tensor doubled);

    [Flatten, Linear(4), Tanh]
    private static partial Tensor Flattened(Tensor doubled);

    [Linear(4), Tanh]
    private static partial Tensor Side([Input(7)] Tensor features);

    [Multiply]
    private static partial Tensor Square(Tensor side, Tensor convolved);

    [Concat, Linear(4)]
    private static partial Tensor Logits(Tensor convolved, Tensor flattened, Tensor side, Tensor square);
}
