using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>
/// A tile of a fully connected layer's weights in 28 bits each, without loss. Weights of one tile are alike, so their exponents lie in a
/// window of 15 and take 4 bits: 1 to 15, and 0 for a weight that is zero. With sign and mantissa such a code is a very small float,
/// which a factor, a power of two, makes the weight again.
/// <code>
/// header     the factor, 0 where the tile is stored as it was; the number of exceptions; where their list begins, in floats
/// groups     of the grouped inputs: eight vectors of weights in seven
/// the rest   of the inputs, as they were
/// exceptions weights outside the window, whose codes are 0
/// </code>
/// The sums of a tile begin with the bias, then come the exceptions in their order, then the inputs. All of it is exact, but where an input is infinite and
/// an exception has a code of 0: that product is not a number.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class PackedBits28
{
    /// <summary>Floats before the weights of a tile.</summary>
    public const int Header = 16;

    /// <summary>Weights that are stored together, and inputs that fill groups whatever a tile's width.</summary>
    internal const int Group = 8;

    /// <summary>Whether a tile is in 28 bits: if not, its weights lie behind the header as they were.</summary>
    public static bool IsCoded(float* tile) => *tile != 0;

    /// <summary>Writes a tile's first sums for some images: the bias, or zeros where that is null, and the products of the exceptions.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="outputs">Its outputs.</param>
    /// <param name="x">The first image's input.</param>
    /// <param name="bias">The tile's biases.</param>
    /// <param name="y">The first image's sums.</param>
    /// <param name="images">How many images.</param>
    /// <param name="walk">From an image to the next.</param>
    public static void Begin(float* tile, int outputs, float* x, float* bias, float* y, int images, in LinearWalk walk)
    {
        var header = (TileHeader*)tile;
        var exceptions = new ReadOnlySpan<WeightException>(tile + header->ExceptionsAt, header->Exceptions);
        for (int image = 0; image < images; image++, x += walk.InputStride, y += walk.OutputStride)
        {
            var sums = new Span<float>(y, outputs);
            if (bias == null) sums.Clear();
            else new ReadOnlySpan<float>(bias, outputs).CopyTo(sums);
            foreach (WeightException exception in exceptions) sums[exception.Output] += x[exception.Input] * exception.Weight;
        }
    }

    /// <summary>What stands before a tile's weights.</summary>
    /// <param name="Factor">What codes are multiplied with; 0 where weights are stored as they were.</param>
    /// <param name="Exceptions">How many weights are outside the window.</param>
    /// <param name="ExceptionsAt">Where their list begins, in floats from the header.</param>
    internal readonly record struct TileHeader(float Factor, int Exceptions, int ExceptionsAt);

    /// <summary>A weight outside the window.</summary>
    internal readonly record struct WeightException(int Input, int Output, float Weight);
}
