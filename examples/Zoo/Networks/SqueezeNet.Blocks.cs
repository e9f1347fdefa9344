namespace NetGen.Examples.Zoo;

/// <summary>The Fire module of figure 1: a few 1×1 filters squeeze, 1×1 and 3×3 filters expand; a use names s1×1 and e1×1 = e3×3.</summary>
[Block]
internal abstract partial class Fire
{
    private const int Squeezed = 16, Expanded = 64;

    [Conv2d(Squeezed, 1), ReLU]
    private static partial Tensor Squeeze(Tensor input);

    [Conv2d(Expanded, 1), ReLU]
    private static partial Tensor Expand1x1(Tensor squeeze);

    [Conv2d(Expanded, 3, Padding = 1), ReLU]
    private static partial Tensor Expand3x3(Tensor squeeze);

    [Concat]
    private static partial Tensor Output(Tensor expand1x1, Tensor expand3x3);
}
