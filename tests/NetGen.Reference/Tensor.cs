using System.Globalization;

namespace NetGen.Reference;

/// <summary>N×C×H×W doubles in canonical order. A batch of vectors is the case H = W = 1.</summary>
public sealed class Tensor
{
    private readonly double[] _values;

    /// <summary>A tensor of zeros.</summary>
    public Tensor(int images, int channels, int height = 1, int width = 1)
    {
        (Images, Channels, Height, Width) = (images, channels, height, width);
        _values = new double[images * channels * height * width];
    }

    public int Images { get; }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>All elements in N, C, H, W order.</summary>
    public Span<double> Values => _values;

    public ref double this[int image, int channel, int row = 0, int column = 0] =>
        ref _values[(((((image * Channels) + channel) * Height) + row) * Width) + column];

    /// <summary>Every index in N, C, H, W order.</summary>
    public IEnumerable<(int Image, int Channel, int Row, int Column)> Indices =>
        from n in Enumerable.Range(0, Images)
        from c in Enumerable.Range(0, Channels)
        from row in Enumerable.Range(0, Height)
        from column in Enumerable.Range(0, Width)
        select (n, c, row, column);

    /// <summary>Zeros of the same shape.</summary>
    public Tensor Like() => new(Images, Channels, Height, Width);

    /// <summary>A tensor with a function of each element.</summary>
    public Tensor Map(Func<double, double> function)
    {
        Tensor result = Like();
        for (int i = 0; i < _values.Length; i++) result._values[i] = function(_values[i]);
        return result;
    }

    /// <summary>A tensor with a function of each pair of elements.</summary>
    public Tensor Zip(Tensor other, Func<double, double, double> function)
    {
        Tensor result = Like();
        for (int i = 0; i < _values.Length; i++) result._values[i] = function(_values[i], other._values[i]);
        return result;
    }

    /// <summary>The same elements, C×H×W joined to one vector for each image, as Flatten does.</summary>
    public Tensor Flatten()
    {
        var result = new Tensor(Images, Channels * Height * Width);
        _values.CopyTo(result._values, 0);
        return result;
    }

    /// <summary>
    /// Reproducible values between ±<paramref name="scale"/>, each exactly a float, so that a kernel and the reference
    /// start from the same numbers.
    /// </summary>
    public static Tensor Random(int seed, int images, int channels, int height = 1, int width = 1, double scale = 1)
    {
        var random = new Random(seed);
        return new Tensor(images, channels, height, width).Map(_ => (float)(((random.NextDouble() * 2) - 1) * scale));
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Images}×{Channels}×{Height}×{Width}");
}
