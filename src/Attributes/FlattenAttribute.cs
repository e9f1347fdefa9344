using System.Diagnostics;

namespace NetGen;

/// <summary>C×H×W becomes a vector of C·H·W features in the order channel, row, column. A vector stays as it is.</summary>
/// <example>
/// <code>
/// [MaxPool2d(2), Flatten, Linear(500)]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class FlattenAttribute : LayerAttribute;
