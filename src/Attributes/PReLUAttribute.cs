using System.Diagnostics;

namespace NetGen;

/// <summary>x for positive x and slope·x otherwise, of every element, with slopes that are learned, as <c>torch.nn.PReLU</c>.</summary>
/// <remarks>Parameters: <c>weight</c> (1), or (C) with <see cref="PerChannel"/>.</remarks>
/// <example>
/// <code>
/// [Conv2d(64, 3, Padding = 1), PReLU]                         // one slope
/// [Conv2d(64, 3, Padding = 1), PReLU(PerChannel = true)]      // 64 slopes
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class PReLUAttribute : LayerAttribute
{
    /// <summary>Whether each channel has a slope of its own; false by default.</summary>
    public bool PerChannel { get; set; }

    /// <summary>What the slopes begin with; finite; 0.25 by default.</summary>
    public double InitialSlope { get; set; } = 0.25;
}
