using System.Diagnostics;

namespace NetGen;

/// <summary>
/// Normalisation of each image by the mean and the biased variance of all its values, as <c>torch.nn.LayerNorm(x.shape[1:])</c>: the
/// same in training and at inference.
/// </summary>
/// <remarks>Parameters, unless <see cref="Affine"/> is false: <c>weight</c> γ and <c>bias</c> β, each of the image's shape.</remarks>
/// <example>
/// <code>
/// [Linear(256), LayerNorm, GELU]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class LayerNormAttribute : LayerAttribute
{
    /// <summary>Added to the variance under the root; positive; 1e-5 by default.</summary>
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>Whether γ and β are learned; true by default.</summary>
    public bool Affine { get; set; } = true;
}
