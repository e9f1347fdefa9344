using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;

namespace NetGen.Generator.Tests.Testing;

/// <summary>Builds graphs without source text.</summary>
internal static class Graphs
{
    /// <summary>A convolution as PyTorch's arguments describe it.</summary>
    public static Conv Conv(int channels, int kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool bias = true) => new(
        2, channels, new Size(kernel, kernel), new Size(stride, stride), Edges.All(padding), new Size(dilation, dilation), groups, bias);

    public static MaxPool MaxPool(int kernel, int? stride = null, int padding = 0, int dilation = 1, bool ceilMode = false) => new(
        2, Square(kernel), Square(stride ?? kernel), Edges.All(padding), Square(dilation), ceilMode);

    public static AvgPool AvgPool(int kernel, int? stride = null, int padding = 0, bool ceilMode = false, bool countIncludePad = true) => new(
        2, Square(kernel), Square(stride ?? kernel), Edges.All(padding), ceilMode, countIncludePad);

    public static Size Square(int size) => new(size, size);

    public static Activation ReLU { get; } = new(ActivationFunction.ReLU, 0);

    /// <summary>A chain whose nodes are named by their numbers.</summary>
    public static NetworkGraph Of(Shape input, params Operation[] operations)
    {
        GraphBuilder builder = Build(input, operations);
        Assert.Null(builder.Error);
        return builder.Graph!;
    }

    /// <summary>The error of a chain that does not fit.</summary>
    public static ShapeError ErrorOf(Shape input, params Operation[] operations)
    {
        GraphError? error = Build(input, operations).Error;
        Assert.NotNull(error);
        return error.Error;
    }

    private static GraphBuilder Build(Shape input, Operation[] operations)
    {
        var builder = new GraphBuilder();
        builder.AddInput(input);
        for (int i = 0; i < operations.Length; i++) builder.Add($"{operations[i].Stem}{i + 1}", operations[i]);
        return builder;
    }
}
