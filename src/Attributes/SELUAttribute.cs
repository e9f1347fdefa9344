using System.Diagnostics;

namespace NetGen;

/// <summary>
/// λ·x for positive x and λ·α·(exp(x) − 1) otherwise, of every element, with the constants of self-normalising networks, as
/// <c>torch.nn.SELU</c>: λ = 1.0507…, α = 1.6732…
/// </summary>
/// <example>
/// <code>
/// [Linear(256), SELU]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class SELUAttribute : LayerAttribute;
