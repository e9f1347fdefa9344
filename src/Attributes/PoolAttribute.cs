namespace NetGen;

/// <summary>What the pools share.</summary>
public abstract class PoolAttribute : LayerAttribute
{
    private protected PoolAttribute()
    {
    }

    /// <summary>Pixels added at every edge, or <see cref="NetGen.Padding.Same"/>; at most half the kernel; 0 by default.</summary>
    public int Padding { get; set; }

    /// <summary>
    /// Whether a last window may reach beyond the padded image, so that no pixel is left over; false by default. Such a window
    /// begins in the image or in the padding before it, as in PyTorch.
    /// </summary>
    public bool CeilMode { get; set; }
}
