using System.Diagnostics;

namespace NetGen;

/// <summary>
/// The shortcut of a residual block: nothing at all where the input has as many channels and the stride is 1, otherwise a 1×1
/// convolution without bias and a batch normalisation.
/// </summary>
/// <param name="channels">Channels of the result; at least 1.</param>
/// <remarks>Parameters, where it is no identity: those of a convolution and of a batch normalisation.</remarks>
/// <example>
/// <code>
/// [Projection(128, Stride = 2)]
/// private static partial Tensor Shortcut(Tensor input);
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class ProjectionAttribute(int channels) : LayerAttribute
{
    /// <summary>Channels of the result.</summary>
    public int Channels { get; } = channels;

    /// <summary>Pixels from one window to the next, in every direction; 1 by default.</summary>
    public int Stride { get; set; } = 1;
}
