namespace NetGen;

/// <summary>
/// A tensor in a declaration: what a stage reads and what it gives. A declaration is read when code is compiled and its
/// stages are never called, so this type has no values.
/// </summary>
/// <example>
/// <code>
/// [Conv2d(64, 3, Padding = 1), ReLU]
/// private static partial Tensor Features([Input(3, 32, 32)] Tensor image);
///
/// [GlobalAvgPool2d, Linear(10)]
/// private static partial Tensor Logits(Tensor features);      // reads the stage Features
/// </code>
/// </example>
public abstract class Tensor
{
    private protected Tensor()
    {
    }
}
