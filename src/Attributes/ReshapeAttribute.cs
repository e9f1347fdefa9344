using System.Collections.Generic;
using System.Diagnostics;

namespace NetGen;

/// <summary>
/// The same values in the same order under other dimensions, as <c>torch.reshape</c> without the batch. One dimension may be −1: what
/// the others leave.
/// </summary>
/// <param name="dimensions">Channels first, then the other dimensions; one to four of them.</param>
/// <example>
/// <code>
/// [Linear(128 * 7 * 7), ReLU, Reshape(128, 7, 7)]     // a vector becomes an image
/// [Reshape(-1)]                                       // as Flatten
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class ReshapeAttribute(params int[] dimensions) : LayerAttribute
{
    /// <summary>Channels first, then the other dimensions.</summary>
    public IReadOnlyList<int> Dimensions { get; } = dimensions;
}
