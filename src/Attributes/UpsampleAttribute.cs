using System.Diagnostics;

namespace NetGen;

/// <summary>An image of another size, as <c>torch.nn.Upsample</c>: C×H×W becomes C×scale·H×scale·W, or C×height×width.</summary>
/// <example>
/// <code>
/// [Upsample(2)]                                       // every pixel twice in each direction
/// [Upsample(2, Mode = UpsampleMode.Bilinear)]
/// [Upsample(224, 224, Mode = UpsampleMode.Bilinear, AlignCorners = true)]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class UpsampleAttribute : LayerAttribute
{
    /// <summary>Declares an enlargement by a factor.</summary>
    /// <param name="scale">Rows and columns of the result for each of the input; at least 1.</param>
    public UpsampleAttribute(int scale) => Scale = scale;

    /// <summary>Declares an image of a given size.</summary>
    /// <param name="height">Rows of the result; at least 1.</param>
    /// <param name="width">Columns of the result; at least 1.</param>
    public UpsampleAttribute(int height, int width)
    {
        Height = height;
        Width = width;
    }

    /// <summary>Rows and columns of the result for each of the input; 0 where the size is given.</summary>
    public int Scale { get; }

    /// <summary>Rows of the result; 0 where the scale is given.</summary>
    public int Height { get; }

    /// <summary>Columns of the result; 0 where the scale is given.</summary>
    public int Width { get; }

    /// <summary>How values between the pixels are found; the nearest pixel by default.</summary>
    public UpsampleMode Mode { get; set; }

    /// <summary>
    /// Whether the corner pixels of input and result fall together, rather than the corners of the images; for
    /// <see cref="UpsampleMode.Bilinear"/>; false by default.
    /// </summary>
    public bool AlignCorners { get; set; }
}
