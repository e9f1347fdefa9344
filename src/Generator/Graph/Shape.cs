using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph;

/// <summary>
/// The shape of one image's tensor, without the batch: F for a vector, C×L for a sequence, C×H×W for an image, C×D×H×W for a
/// volume. What has no such dimension has one of 1.
/// </summary>
internal sealed record Shape(EquatableArray<int> Dimensions)
{
    public static Shape Of(params int[] dimensions) => new(dimensions.ToEquatableArray());

    public int Rank => Dimensions.Count;

    /// <summary>Dimensions behind the channels: 0 for a vector, 2 for an image.</summary>
    public int SpatialRank => Rank - 1;

    /// <summary>Channels of an image, features of a vector.</summary>
    public int Channels => Dimensions[0];

    /// <summary>Planes of a volume; 1 for all else.</summary>
    public int Depth => Rank == 4 ? Dimensions[1] : 1;

    /// <summary>Rows; 1 for a vector and for a sequence.</summary>
    public int Height => Rank >= 3 ? Dimensions[Rank - 2] : 1;

    /// <summary>Columns of an image, steps of a sequence; 1 for a vector.</summary>
    public int Width => Rank >= 2 ? Dimensions[Rank - 1] : 1;

    /// <summary>What it is called: vector, sequence, image or volume.</summary>
    public string Noun => SpatialRank switch { 0 => "vector", 1 => "sequence", 2 => "image", _ => "volume" };

    /// <summary>The article before <see cref="Noun"/>.</summary>
    public string Article => SpatialRank == 2 ? "an" : "a";

    /// <summary>Values of one channel.</summary>
    public long Pixels => Length / Channels;

    /// <summary>Elements in all; the largest long where they are more.</summary>
    public long Length => Dimensions.Aggregate(1L, (product, dimension) => Budget.Multiply(product, dimension));

    /// <summary>The size in a direction: Depth, Height or Width.</summary>
    public int Along(string direction) => direction switch { "Depth" => Depth, "Height" => Height, _ => Width };

    /// <summary>A shape of so many channels and the same rank as another, whose other sizes are given.</summary>
    public static Shape Like(Shape other, int channels, Size size) => other.SpatialRank switch
    {
        0 => Of(channels),
        1 => Of(channels, size.Width),
        2 => Of(channels, size.Height, size.Width),
        _ => Of(channels, size.Depth, size.Height, size.Width),
    };

    /// <summary>As it is written in messages: 64×2×2.</summary>
    public override string ToString() => string.Join("×", Dimensions);
}

/// <summary>A height, a width and a depth, of a kernel, a stride or a dilation.</summary>
internal readonly record struct Size(int Height, int Width, int Depth = 1)
{
    /// <summary>All pixels that it covers.</summary>
    public long Pixels => (long)Height * Width * Depth;

    /// <summary>The same number in the directions of a rank, and 1 in the others.</summary>
    public static Size Cube(int rank, int value) => new(rank >= 2 ? value : 1, value, rank >= 3 ? value : 1);
}

/// <summary>How far something reaches beyond each edge of an image: padding, or a halo in memory.</summary>
internal readonly record struct Edges(int Top, int Left, int Bottom, int Right, int Front = 0, int Back = 0)
{
    public static Edges None => default;

    /// <summary>The same number at the four edges of an image.</summary>
    public static Edges All(int value) => new(value, value, value, value);

    /// <summary>The same number at both ends of each direction of a rank.</summary>
    public static Edges Cube(int rank, int value)
    {
        int rows = rank >= 2 ? value : 0, planes = rank >= 3 ? value : 0;
        return new(rows, value, rows, value, planes, planes);
    }

    /// <summary>The smallest edges that hold both.</summary>
    public static Edges Max(Edges a, Edges b) => new(
        System.Math.Max(a.Top, b.Top), System.Math.Max(a.Left, b.Left),
        System.Math.Max(a.Bottom, b.Bottom), System.Math.Max(a.Right, b.Right),
        System.Math.Max(a.Front, b.Front), System.Math.Max(a.Back, b.Back));
}
