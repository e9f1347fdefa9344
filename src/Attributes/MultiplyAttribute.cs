using System.Diagnostics;

namespace NetGen;

/// <summary>The product, element by element, of the tensors that a stage reads. They have one shape, or one value for each channel that scales all its pixels.</summary>
/// <remarks>The first layer of a stage with several parameters.</remarks>
/// <example>
/// <code>
/// [Multiply]
/// private static partial Tensor Scaled(Tensor features, Tensor excitation);
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class MultiplyAttribute : LayerAttribute;
