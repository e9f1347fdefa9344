using System.Diagnostics;

namespace NetGen;

/// <summary>The largest value of each channel: C×H×W becomes C features, as <c>AdaptiveMaxPool2d(1)</c> and <c>Flatten</c> of PyTorch. Sequences and volumes as well.</summary>
/// <example>
/// <code>
/// [Conv2d(64, 3, Padding = 1), ReLU, GlobalMaxPool2d, Linear(10)]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class GlobalMaxPool2dAttribute : LayerAttribute;
