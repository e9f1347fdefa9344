using System.Diagnostics;

namespace NetGen;

/// <summary>x·min(max(x/6 + 1/2, 0), 1) of every element, as <c>torch.nn.Hardswish</c>.</summary>
/// <example>
/// <code>
/// [Conv2d(16, 3, Stride = 2, Padding = 1, Bias = false), BatchNorm, HardSwish]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class HardSwishAttribute : LayerAttribute;
