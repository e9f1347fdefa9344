namespace NetGen;

/// <summary>What the convolutions share.</summary>
public abstract class ConvolutionAttribute : WeightedLayerAttribute
{
    private protected ConvolutionAttribute()
    {
    }

    /// <summary>Pixels from one window to the next, in every direction; 1 by default.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>Zeros added at every edge, or <see cref="NetGen.Padding.Same"/>; 0 by default.</summary>
    public int Padding { get; set; }

    /// <summary>Pixels from one tap of the kernel to the next, in every direction; 1 by default.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>Whether each filter adds a learned constant; true by default. Leave it out before <see cref="BatchNormAttribute"/>.</summary>
    public bool Bias { get; set; } = true;
}
