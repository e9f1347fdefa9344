using System.Diagnostics;

namespace NetGen;

/// <summary>
/// x / (K + Alpha / size · Σx²)^Beta with the sum over size neighbouring channels at the same pixel, as
/// <c>torch.nn.LocalResponseNorm</c>.
/// </summary>
/// <param name="size">Channels that are summed: ⌊size/2⌋ before, the others from the channel itself on; at least 1.</param>
/// <remarks>PyTorch and ONNX divide Alpha by the size. The paper on AlexNet does not: its α = 1e-4 with n = 5 is <c>Alpha = 5e-4</c> here.</remarks>
/// <example>
/// <code>
/// [Conv2d(96, 11, Stride = 4), ReLU, LocalResponseNorm(5, K = 2), MaxPool2d(3, Stride = 2)]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class LocalResponseNormAttribute(int size) : LayerAttribute
{
    /// <summary>Channels that are summed.</summary>
    public int Size { get; } = size;

    /// <summary>The factor of the mean square; finite; 1e-4 by default.</summary>
    public double Alpha { get; set; } = 1e-4;

    /// <summary>The exponent; finite; 0.75 by default.</summary>
    public double Beta { get; set; } = 0.75;

    /// <summary>The summand that keeps the divisor from 0; finite; 1 by default.</summary>
    public double K { get; set; } = 1;
}
