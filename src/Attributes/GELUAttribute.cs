using System.Diagnostics;

namespace NetGen;

/// <summary>x·Φ(x) of every element with the normal distribution's Φ, as <c>torch.nn.GELU</c>.</summary>
/// <example>
/// <code>
/// [Linear(256), GELU]
/// [Linear(256), GELU(Approximate = GeluApproximation.Tanh)]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class GELUAttribute : LayerAttribute
{
    /// <summary>How Φ is computed; exactly by default.</summary>
    public GeluApproximation Approximate { get; set; }
}
