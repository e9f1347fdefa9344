using System.Diagnostics;

namespace NetGen;

/// <summary>x / (1 + exp(−x)) of every element, also called swish, as <c>torch.nn.SiLU</c>.</summary>
/// <example>
/// <code>
/// [Conv2d(32, 3, Padding = 1, Bias = false), BatchNorm, SiLU]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class SiLUAttribute : LayerAttribute;
