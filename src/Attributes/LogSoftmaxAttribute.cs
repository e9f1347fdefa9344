using System.Diagnostics;

namespace NetGen;

/// <summary>x − log Σ exp(x): the logarithms of probabilities over the features of a vector, or over the channels at each pixel of an image.</summary>
/// <example>
/// <code>
/// [Flatten, Linear(10), LogSoftmax]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class LogSoftmaxAttribute : LayerAttribute;
