using System.Diagnostics;

namespace NetGen;

/// <summary>The mean of each channel: C×H×W becomes C features, as <c>AdaptiveAvgPool2d(1)</c> and <c>Flatten</c> of PyTorch. Sequences and volumes as well.</summary>
/// <example>
/// <code>
/// [Conv2d(64, 3, Padding = 1), ReLU, GlobalAvgPool2d, Linear(10)]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class GlobalAvgPool2dAttribute : LayerAttribute;
