using System.Globalization;

namespace NetGen.Reference;

/// <summary>
/// N×C×H×W doubles in canonical order, or N×C×D×H×W. A batch of vectors is the case H = W = 1. The planes of a volume are rows below each
/// other: what treats every pixel alike need not know of them.
/// </summary>
public sealed class Tensor
{
    private readonly double[] _values;

    /// <summary>A tensor of zeros.</summary>
    public Tensor(int images, int channels, int height = 1, int width = 1, int depth = 1)
    {
        (Images, Channels, Depth, Height, Width) = (images, channels, depth, height, width);
        _values = new double[images * channels * depth * height * width];
    }

    public int Images { get; }

    public int Channels { get; }

    /// <summary>Planes; 1 for all but volumes.</summary>
    public int Depth { get; }

    /// <summary>Rows of a plane.</summary>
    public int Height { get; }

    /// <summary>Rows of all planes.</summary>
    public int Rows => Depth * Height;

    /// <summary>Values of a channel.</summary>
    public int Pixels => Rows * Width;

    public int Width { get; }

    /// <summary>All elements in canonical order.</summary>
    public Span<double> Values => _values;

    /// <summary>An element; without a plane, the row may be any of <see cref="Rows"/>.</summary>
    public ref double this[int image, int channel, int row = 0, int column = 0, int plane = 0] =>
        ref _values[(((((((image * Channels) + channel) * Depth) + plane) * Height) + row) * Width) + column];

    /// <summary>Every index in canonical order, the rows of all planes in one count.</summary>
    public IEnumerable<(int Image, int Channel, int Row, int Column)> Indices
    {
        get
        {
            for (int n = 0; n < Images; n++)
            {
                for (int c = 0; c < Channels; c++)
                {
                    for (int row = 0; row < Rows; row++)
                    {
                        for (int column = 0; column < Width; column++) yield return (n, c, row, column);
                    }
                }
            }
        }
    }

    /// <summary>Every index in canonical order, the planes counted apart.</summary>
    public IEnumerable<(int Image, int Channel, int Plane, int Row, int Column)> Voxels =>
        from index in Indices
        select (index.Image, index.Channel, index.Row / Height, index.Row % Height, index.Column);

    /// <summary>Zeros of the same shape.</summary>
    public Tensor Like() => new(Images, Channels, Height, Width, Depth);

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
        var result = new Tensor(Images, Channels * Pixels);
        _values.CopyTo(result._values, 0);
        return result;
    }

    /// <summary>
    /// Reproducible values between ±<paramref name="scale"/>, each exactly a float, so that a kernel and the reference
    /// start from the same numbers.
    /// </summary>
    public static Tensor Random(int seed, int images, int channels, int height = 1, int width = 1, double scale = 1, int depth = 1)
    {
        var random = new Random(seed);
        return new Tensor(images, channels, height, width, depth).Map(_ => (float)(((random.NextDouble() * 2) - 1) * scale));
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Images}×{Channels}×{(Depth == 1 ? "" : $"{Depth}×")}{Height}×{Width}");
}
