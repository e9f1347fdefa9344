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
        float[] columns = Resample(light.Pixels, image.Height, image.Width, scale, ground);
        float[] turned = Transpose(columns, image.Height, Size);
        float[] both = Resample(turned, Size, image.Height, scale, ground);
        return Transpose(both, Size, Size);
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

    /// <summary>
    /// Resamples each row to 28 pixels with a triangle filter, as wide as a target pixel when shrinking, so nothing is skipped;
    /// beyond the row's ends lies the ground.
    /// </summary>
    private static float[] Resample(float[] pixels, int rows, int columns, float scale, float ground)
    {
        var result = new float[rows * Size];
        float reach = Math.Max(1, scale), center = columns / 2f;
        for (int target = 0; target < Size; target++)
        {
            float position = center + ((target + 0.5f - (Size / 2f)) * scale) - 0.5f;
            int first = (int)MathF.Ceiling(position - reach), last = (int)MathF.Floor(position + reach);
            for (int row = 0; row < rows; row++)
            {
                float sum = 0, weights = 0;
                for (int source = first; source <= last; source++)
                {
                    float weight = 1 - (MathF.Abs(source - position) / reach);
                    bool inside = source >= 0 && source < columns;
                    sum += weight * (inside ? pixels[(row * columns) + source] : ground);
                    weights += weight;
                }

                result[(row * Size) + target] = sum / weights;
            }
        }

        return result;
    }

    private static float[] Transpose(float[] pixels, int rows, int columns)
    {
        var result = new float[pixels.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++) result[(column * rows) + row] = pixels[(row * columns) + column];
        }

        return result;
    }
}
