using System.Diagnostics;

namespace NetGen;

/// <summary>x for positive x and slope·x otherwise, of every element, as <c>torch.nn.LeakyReLU</c>.</summary>
/// <param name="slope">The factor of negative values; finite.</param>
/// <example>
/// <code>
/// [Conv2d(20, 5), LeakyReLU(0.1)]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class LeakyReLUAttribute(double slope = 0.01) : LayerAttribute
{
    /// <summary>The factor of negative values.</summary>
    public double Slope { get; } = slope;
}
