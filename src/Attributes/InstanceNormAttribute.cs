using System.Diagnostics;

namespace NetGen;

/// <summary>
/// Normalisation of each channel of each image by its own mean and biased variance, as <c>torch.nn.InstanceNorm2d</c>: the same in
/// training and at inference. A sequence or an image needs more than one pixel.
/// </summary>
/// <remarks>Parameters, if <see cref="Affine"/> is true: <c>weight</c> γ and <c>bias</c> β (C).</remarks>
/// <example>
/// <code>
/// [Conv2d(32, 3, Padding = 1), InstanceNorm, ReLU]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class InstanceNormAttribute : LayerAttribute
{
    /// <summary>Added to the variance under the root; positive; 1e-5 by default.</summary>
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>Whether γ and β are learned; false by default, as in PyTorch.</summary>
    public bool Affine { get; set; }
}
