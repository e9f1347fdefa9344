using System.Diagnostics;

namespace NetGen;

/// <summary>1 / (1 + exp(−x)) of every element.</summary>
/// <example>
/// <code>
/// [Linear(1), Sigmoid]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class SigmoidAttribute : LayerAttribute;
