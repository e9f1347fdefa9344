using System.Diagnostics;

namespace NetGen;

/// <summary>min(max(x/6 + 1/2, 0), 1) of every element, as <c>torch.nn.Hardsigmoid</c>.</summary>
/// <example>
/// <code>
/// [GlobalAvgPool2d, Linear(64), HardSigmoid]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class HardSigmoidAttribute : LayerAttribute;
