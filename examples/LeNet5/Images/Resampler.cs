namespace NetGen.Examples.Images;

/// <summary>Cuts a square out of an image's middle, larger or smaller than life.</summary>
internal static class Resampler
{
    /// <summary>
    /// Resamples with a triangle filter, as wide as a target pixel when shrinking, so that nothing is skipped.
    /// </summary>
    /// <param name="pixels">One value of each pixel, row by row.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="size">Rows and columns of the result.</param>
    /// <param name="scale">Pixels of the image from one target pixel to the next.</param>
    /// <param name="ground">What lies beyond the image's edges; null is nothing, so that a pixel there is the mean of those within.</param>
    public static float[] Square(float[] pixels, int width, int height, int size, float scale, float? ground)
    {
        float[] columns = Rows(pixels, height, width, size, scale, ground);
        float[] both = Rows(Transpose(columns, height, size), size, height, size, scale, ground);
        return Transpose(both, size, size);
    }

    private static float[] Rows(float[] pixels, int rows, int columns, int size, float scale, float? ground)
    {
        var result = new float[rows * size];
        float reach = Math.Max(1, scale), center = columns / 2f;
        for (int target = 0; target < size; target++)
        {
            float position = center + ((target + 0.5f - (size / 2f)) * scale) - 0.5f;
            int first = (int)MathF.Ceiling(position - reach), last = (int)MathF.Floor(position + reach);
            for (int row = 0; row < rows; row++)
            {
                result[(row * size) + target] =
                    Filter(pixels.AsSpan(row * columns, columns), first, last, position, reach, ground);
            }
        }

        return result;
    }

    private static float Filter(ReadOnlySpan<float> row, int first, int last, float position, float reach, float? ground)
    {
        float sum = 0, weights = 0;
        for (int source = first; source <= last; source++)
        {
            bool inside = source >= 0 && source < row.Length;
            if (!inside && ground is null) continue;
            float weight = 1 - (MathF.Abs(source - position) / reach);
            sum += weight * (inside ? row[source] : ground.GetValueOrDefault());
            weights += weight;
        }

        return sum / weights;
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
