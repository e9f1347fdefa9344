using System.Diagnostics;

namespace NetGen;

/// <summary>
/// Normalisation of each group of neighbouring channels of each image by its mean and biased variance, as <c>torch.nn.GroupNorm</c>: the
/// same in training and at inference.
/// </summary>
/// <param name="groups">Groups of channels; must divide them.</param>
/// <remarks>Parameters, unless <see cref="Affine"/> is false: <c>weight</c> γ and <c>bias</c> β (C).</remarks>
/// <example>
/// <code>
/// [Conv2d(64, 3, Padding = 1, Bias = false), GroupNorm(8), ReLU]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class GroupNormAttribute(int groups) : LayerAttribute
{
    /// <summary>Groups of channels.</summary>
    public int Groups { get; } = groups;

    /// <summary>Added to the variance under the root; positive; 1e-5 by default.</summary>
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>Whether γ and β are learned; true by default.</summary>
    public bool Affine { get; set; } = true;
}
