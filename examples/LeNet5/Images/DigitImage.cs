namespace NetGen.Examples.Images;

/// <summary>Brings a picture into the form the network was trained on: 28×28, light digit on dark ground.</summary>
internal static class DigitImage
{
    private const int Size = 28;

    /// <summary>Fits a picture of any size and shape into 28×28, keeping its proportions.</summary>
    public static float[] Prepare(GrayImage image)
    {
        float border = BorderLevel(image);
        bool darkOnLight = border > 0.5f;
        float ground = darkOnLight ? 1 - border : border;
        GrayImage light = darkOnLight ? image with { Pixels = Array.ConvertAll(image.Pixels, level => 1 - level) } : image;
        float scale = Math.Max(image.Width, image.Height) / (float)Size;
        return Resampler.Square(light.Pixels, image.Width, image.Height, Size, scale, ground);
    }

    /// <summary>The mean of the outermost pixels.</summary>
    private static float BorderLevel(GrayImage image)
    {
        double sum = 0;
        int count = 0;
        for (int y = 0; y < image.Height; y++)
        {
            int step = y == 0 || y == image.Height - 1 ? 1 : Math.Max(1, image.Width - 1);
            for (int x = 0; x < image.Width; x += step, count++) sum += image.Pixels[(y * image.Width) + x];
        }

        return (float)(sum / count);
    }
}
