using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Reference;

namespace NetGen.Kernels.Tests;

/// <summary>
/// Awkward shapes: channels around the lanes of each instruction set and primes; images of one row, one column, odd sizes; volumes;
/// halos that a neighbour's convolution may ask for.
/// </summary>
internal static class Cases
{
    public static IReadOnlyList<ShapeCase> Shapes { get; } =
    [
        new(1, 1, 1), new(3, 1, 7), new(4, 7, 1), new(5, 2, 2), new(7, 13, 13), new(8, 1, 2), new(31, 1, 1), new(16, 7, 7),
        new(9, 7, 13) { Halo = new(0, 1, 2, 0) },
        new(15, 2, 13) { Halo = Edges.All(2) },
        new(17, 13, 2) { Halo = new(1, 0, 3, 0) },
        new(37, 2, 7) { Halo = new(1, 1, 2, 2) },
        new(6, 3, 5) { Depth = 4 },
        new(17, 3, 2) { Depth = 3, Halo = new(1, 0, 2, 1, 2, 1) },
        new(5, 2, 3) { Depth = 2, Halo = new(0, 0, 0, 0, 1, 0) },
    ];
}

/// <summary>One image's shape.</summary>
internal sealed record ShapeCase(int Channels, int Height, int Width)
{
    public int Depth { get; init; } = 1;

    public Edges Halo { get; init; }

    public TensorForm Form => new(Depth == 1 ? Generator.Graph.Shape.Of(Channels, Height, Width) : Generator.Graph.Shape.Of(Channels, Depth, Height, Width), Halo);

    /// <summary>Random values of this shape.</summary>
    public Tensor Random(int seed, int images, double scale = 1) =>
        Tensor.Random(seed, images, Channels, Height, Width, scale, Depth);

    public override string ToString() => KernelNames.Of(Form);
}
