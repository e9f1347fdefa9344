using NetGen.Examples.Images;

namespace NetGen.Examples.Zoo;

/// <summary>A picture to run networks on where there is no file: the sun over a hill.</summary>
internal static class SyntheticImage
{
    private const int Width = 320, Height = 256;

    private static readonly Rgb _sky = new(0.35f, 0.6f, 0.95f), _haze = new(1, 0.8f, 0.6f), _sun = new(1, 0.95f, 0.5f), _grass = new(0.2f, 0.5f, 0.15f);

    /// <summary>Draws it.</summary>
    public static ColorImage Create()
    {
        var image = ColorImage.Create(Width, Height);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = Color(i % Width, i / Width);
        return image;
    }

    private static Rgb Color(int x, int y)
    {
        float hill = 180 - (50 * MathF.Sin(x * MathF.PI / Width));
        if (y > hill) return Mix(_grass, default, (y - hill) / Height);
        return MathF.Sqrt(((x - 220) * (x - 220)) + ((y - 70) * (y - 70))) < 30 ? _sun : Mix(_sky, _haze, y / hill);
    }

    private static Rgb Mix(Rgb first, Rgb second, float share) => new(
        float.Lerp(first.Red, second.Red, share),
        float.Lerp(first.Green, second.Green, share),
        float.Lerp(first.Blue, second.Blue, share));
}
