using System.Diagnostics;

namespace NetGen;

/// <summary>
/// Batch normalisation of each channel, y = γ·(x − μ) / √(σ² + ε) + β, as <c>torch.nn.BatchNorm2d</c> on images and
/// <c>BatchNorm1d</c> on vectors. Training uses the batch's statistics, inference the running ones.
/// </summary>
/// <remarks>
/// Parameters: <c>weight</c> γ and <c>bias</c> β (C), unless <see cref="Affine"/> is false; buffers: <c>running_mean</c> and
/// <c>running_var</c> (C), the latter unbiased, as in PyTorch.
/// </remarks>
/// <example>
/// <code>
/// [Conv2d(64, 3, Padding = 1, Bias = false), BatchNorm, ReLU]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class BatchNormAttribute : LayerAttribute
{
    /// <summary>Added to the variance under the root; positive; 1e-5 by default.</summary>
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>The weight of the new value in the running statistics, in [0, 1]; 0.1 by default.</summary>
    public double Momentum { get; set; } = 0.1;

    /// <summary>Whether γ and β are learned; true by default.</summary>
    public bool Affine { get; set; } = true;

    /// <summary>What γ begins with; 1 by default. With 0 in the last one of a residual branch the block begins as the identity.</summary>
    public double ScaleInit { get; set; } = 1;
}
