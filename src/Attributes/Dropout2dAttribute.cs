using System.Diagnostics;

namespace NetGen;

/// <summary>
/// Sets whole channels to zero at random in training and scales the others by 1 / (1 − probability); the identity at inference, as
/// <c>torch.nn.Dropout2d</c>. Sequences and volumes as well.
/// </summary>
/// <param name="probability">The probability that a channel is dropped, in [0, 1).</param>
/// <example>
/// <code>
/// [Conv2d(64, 3, Padding = 1), ReLU, Dropout2d(0.2)]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class Dropout2dAttribute(double probability = 0.5) : LayerAttribute
{
    /// <summary>The probability that a channel is dropped.</summary>
    public double Probability { get; } = probability;
}
