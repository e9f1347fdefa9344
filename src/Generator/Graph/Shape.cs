using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph;

/// <summary>The shape of one image's tensor, without the batch: C×H×W after a convolution, F after Flatten.</summary>
internal sealed record Shape(EquatableArray<int> Dimensions)
{
    public static Shape Of(params int[] dimensions) => new(dimensions.ToEquatableArray());

    public int Rank => Dimensions.Count;

    /// <summary>Channels of an image, features of a vector.</summary>
    public int Channels => Dimensions[0];

    /// <summary>Rows; 1 for a vector.</summary>
    public int Height => Rank == 3 ? Dimensions[1] : 1;

    /// <summary>Columns; 1 for a vector.</summary>
    public int Width => Rank == 3 ? Dimensions[2] : 1;

    /// <summary>Elements in all; the largest long where they are more.</summary>
    public long Length => Dimensions.Aggregate(1L, (product, dimension) => Budget.Multiply(product, dimension));

    /// <summary>As it is written in messages: 64×2×2.</summary>
    public override string ToString() => string.Join("×", Dimensions);
}

/// <summary>A height and a width, of a kernel, a stride or a dilation.</summary>
internal readonly record struct Size2(int Height, int Width);

/// <summary>How far something reaches beyond each edge of an image: padding, or a halo in memory.</summary>
internal readonly record struct Edges(int Top, int Left, int Bottom, int Right)
{
    public static Edges None => default;

    public static Edges All(int value) => new(value, value, value, value);

    /// <summary>The smallest edges that hold both.</summary>
    public static Edges Max(Edges a, Edges b) => new(
        System.Math.Max(a.Top, b.Top), System.Math.Max(a.Left, b.Left),
        System.Math.Max(a.Bottom, b.Bottom), System.Math.Max(a.Right, b.Right));
}
