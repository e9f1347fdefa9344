using NetGen.Generator.Graph;

namespace NetGen.Generator.Declarations;

/// <summary>
/// Reads the arguments of convolutions and pools: one number for all directions of a rank, and numbers of single directions that
/// take precedence.
/// </summary>
internal static class WindowArguments
{
    public static Size Kernel(int rank, AttributeArguments arguments) => Read(rank, arguments, "kernel", Size.Cube(rank, 0));

    public static Size Stride(int rank, AttributeArguments arguments) => Read(rank, arguments, "Stride", Size.Cube(rank, 1));

    /// <summary>The stride of a pool, which is its kernel unless it is written.</summary>
    public static Size PoolStride(int rank, AttributeArguments arguments) => Read(rank, arguments, "Stride", Kernel(rank, arguments));

    public static Size Dilation(int rank, AttributeArguments arguments) => Read(rank, arguments, "Dilation", Size.Cube(rank, 1));

    public static Size OutputPadding(int rank, AttributeArguments arguments) =>
        Read(rank, arguments, "OutputPadding", Size.Cube(rank, 0));

    public static Edges Padding(int rank, AttributeArguments arguments)
    {
        int all = arguments.Int("Padding", 0);
        int rows = arguments.Int("PaddingHeight", all), columns = arguments.Int("PaddingWidth", all), planes = arguments.Int("PaddingDepth", all);
        return new Edges(
            rank >= 2 ? arguments.Int("PaddingTop", rows) : 0, arguments.Int("PaddingLeft", columns),
            rank >= 2 ? arguments.Int("PaddingBottom", rows) : 0, arguments.Int("PaddingRight", columns),
            rank >= 3 ? arguments.Int("PaddingFront", planes) : 0, rank >= 3 ? arguments.Int("PaddingBack", planes) : 0);
    }

    /// <summary>The number of each direction, or of all, or the fallback of that direction.</summary>
    private static Size Read(int rank, AttributeArguments arguments, string name, Size fallback)
    {
        int Of(string direction, int otherwise) => arguments.Int(name + direction, arguments.Int(name, otherwise));
        return new Size(
            rank >= 2 ? Of("Height", fallback.Height) : 1, Of("Width", fallback.Width), rank >= 3 ? Of("Depth", fallback.Depth) : 1);
    }
}
