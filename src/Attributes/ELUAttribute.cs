using System.Diagnostics;

namespace NetGen;

/// <summary>x for positive x and alpha·(exp(x) − 1) otherwise, of every element, as <c>torch.nn.ELU</c>.</summary>
/// <param name="alpha">Minus the limit of very negative values; finite.</param>
/// <example>
/// <code>
/// [Conv2d(32, 3), ELU]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class ELUAttribute(double alpha = 1) : LayerAttribute
{
    /// <summary>Minus the limit of very negative values.</summary>
    public double Alpha { get; } = alpha;
}
