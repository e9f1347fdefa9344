using System.Diagnostics;

namespace NetGen;

/// <summary>The tensors that a stage reads, joined along the channels, in the order of its parameters; as <c>torch.cat(tensors, dim=1)</c>.</summary>
/// <remarks>The first layer of a stage with several parameters.</remarks>
/// <example>
/// <code>
/// [Concat]
/// private static partial Tensor Joined(Tensor branch1, Tensor branch2, Tensor branch3);
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class ConcatAttribute : LayerAttribute;
