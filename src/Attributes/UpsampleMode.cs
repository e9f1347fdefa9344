namespace NetGen;

/// <summary>How <see cref="UpsampleAttribute"/> finds the values between the pixels.</summary>
public enum UpsampleMode
{
    /// <summary>It takes the pixel above and to the left, ⌊row·H/H'⌋ and ⌊column·W/W'⌋, as PyTorch's 'nearest'.</summary>
    Nearest,

    /// <summary>It mixes the four pixels around by their distances, as PyTorch's 'bilinear'.</summary>
    Bilinear,
}
