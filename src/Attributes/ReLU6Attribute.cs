using System.Diagnostics;

namespace NetGen;

/// <summary>min(max(x, 0), 6) of every element, as <c>torch.nn.ReLU6</c>.</summary>
/// <example>
/// <code>
/// [DepthwiseConv2d(3, Padding = 1, Bias = false), BatchNorm, ReLU6]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class ReLU6Attribute : LayerAttribute;
