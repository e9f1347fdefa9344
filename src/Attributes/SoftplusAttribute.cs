using System.Diagnostics;

namespace NetGen;

/// <summary>log(1 + exp(beta·x)) / beta of every element, a smooth ReLU, as <c>torch.nn.Softplus</c>: x itself where beta·x is above 20.</summary>
/// <param name="beta">How sharp the bend is; positive.</param>
/// <example>
/// <code>
/// [Linear(1), Softplus]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class SoftplusAttribute(double beta = 1) : LayerAttribute
{
    /// <summary>How sharp the bend is.</summary>
    public double Beta { get; } = beta;
}
