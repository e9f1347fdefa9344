using System.Diagnostics;

namespace NetGen;

/// <summary>max(x, 0) of every element.</summary>
/// <example>
/// <code>
/// [Conv2d(20, 5), ReLU]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class ReLUAttribute : LayerAttribute;
