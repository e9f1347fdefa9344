namespace NetGen.Examples.Images;

/// <summary>A grey image, row by row from the top; 0 is black and 1 is white.</summary>
internal sealed record GrayImage(int Width, int Height, float[] Pixels)
{
    /// <summary>No picture of a digit needs more, and a broken header must not ask for gigabytes.</summary>
    private const long MaximumPixels = 64_000_000;

    /// <summary>A black image.</summary>
    /// <exception cref="InvalidDataException">A size is zero, or the image is larger than 64 megapixels.</exception>
    public static GrayImage Create(long width, long height)
    {
        if (width is < 1 or > int.MaxValue || height is < 1 or > int.MaxValue || width * height > MaximumPixels)
        {
            throw new InvalidDataException($"its size {width}×{height} is not between 1×1 and {MaximumPixels / 1_000_000} megapixels");
        }

        return new GrayImage((int)width, (int)height, new float[width * height]);
    }

    /// <summary>Reads a PNG or PGM file, whichever its first bytes tell.</summary>
    /// <exception cref="InvalidDataException">The file is neither, or it is damaged; the message names file and reason.</exception>
    public static GrayImage Load(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            if (PngReader.Recognizes(bytes)) return PngReader.Read(bytes);
            if (PgmReader.Recognizes(bytes)) return PgmReader.Read(bytes);
            throw new InvalidDataException("it is neither a PNG nor a PGM image");
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"{path} cannot be read: {problem.Message}.", problem);
        }
    }
}
