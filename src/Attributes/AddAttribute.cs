using System.Diagnostics;

namespace NetGen;

/// <summary>The sum of the tensors that a stage reads. They have one shape, or one value for each channel that is added to all its pixels.</summary>
/// <remarks>The first layer of a stage with several parameters.</remarks>
/// <example>
/// <code>
/// [Add, ReLU]
/// private static partial Tensor Output(Tensor residual, Tensor shortcut);
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class AddAttribute : LayerAttribute;
