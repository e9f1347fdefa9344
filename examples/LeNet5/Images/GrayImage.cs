namespace NetGen.Examples.Images;

/// <summary>A grey image, row by row from the top; 0 is black and 1 is white.</summary>
internal sealed record GrayImage(int Width, int Height, float[] Pixels)
{
    /// <summary>Reads a PNG, PPM or PGM file in grey.</summary>
    /// <exception cref="InvalidDataException">The file is none of these, or it is damaged; the message names file and reason.</exception>
    public static GrayImage Load(string path) => ColorImage.Load(path).ToGray();
}
