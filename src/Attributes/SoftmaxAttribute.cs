using System.Diagnostics;

namespace NetGen;

/// <summary>exp(x) / Σ exp(x): probabilities over the features of a vector, or over the channels at each pixel of an image.</summary>
/// <remarks>Leave it out of a network that is trained: the cross-entropy loss takes the logits and applies softmax itself.</remarks>
/// <example>
/// <code>
/// [Flatten, Linear(10), Softmax]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class SoftmaxAttribute : LayerAttribute;
