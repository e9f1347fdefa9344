using System.Diagnostics;

namespace NetGen;

/// <summary>
/// Sets elements to zero at random in training and scales the others by 1 / (1 − probability); the identity at inference,
/// as <c>torch.nn.Dropout</c>. A seed repeats its choices exactly.
/// </summary>
/// <param name="probability">The probability that an element is dropped, in [0, 1).</param>
/// <example>
/// <code>
/// [Linear(500), ReLU, Dropout(0.5), Linear(10)]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class DropoutAttribute(double probability = 0.5) : LayerAttribute
{
    /// <summary>The probability that an element is dropped.</summary>
    public double Probability { get; } = probability;
}
