namespace NetGen.Examples.Images;

/// <summary>A colour image, row by row from the top.</summary>
internal sealed record ColorImage(int Width, int Height, Rgb[] Pixels)
{
    /// <summary>No picture for a network needs more, and a broken header must not ask for gigabytes.</summary>
    private const long MaximumPixels = 64_000_000;

    /// <summary>A black image.</summary>
    /// <exception cref="InvalidDataException">A size is zero, or the image is larger than 64 megapixels.</exception>
    public static ColorImage Create(long width, long height)
    {
        if (width is < 1 or > int.MaxValue || height is < 1 or > int.MaxValue || width * height > MaximumPixels)
        {
            throw new InvalidDataException($"its size {width}×{height} is not between 1×1 and {MaximumPixels / 1_000_000} megapixels");
        }

        return new ColorImage((int)width, (int)height, new Rgb[width * height]);
    }

    /// <summary>Reads a PNG, PPM or PGM file, whichever its first bytes tell.</summary>
    /// <exception cref="InvalidDataException">The file is none of these, or it is damaged; the message names file and reason.</exception>
    public static ColorImage Load(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            if (PngReader.Recognizes(bytes)) return PngReader.Read(bytes);
            if (NetpbmReader.Recognizes(bytes)) return NetpbmReader.Read(bytes);
            throw new InvalidDataException("it is neither a PNG nor a PPM or PGM image");
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"{path} cannot be read: {problem.Message}.", problem);
        }
    }

    /// <summary>The image in grey.</summary>
    public GrayImage ToGray() => new(Width, Height, Plane(pixel => pixel.Luma));

    /// <summary>One value of each pixel.</summary>
    public float[] Plane(Func<Rgb, float> value) => Array.ConvertAll(Pixels, pixel => value(pixel));
}
