using System.Diagnostics;

namespace NetGen;

/// <summary>The hyperbolic tangent of every element.</summary>
/// <example>
/// <code>
/// [Linear(84), Tanh]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class TanhAttribute : LayerAttribute;
