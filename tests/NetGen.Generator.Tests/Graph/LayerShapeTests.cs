using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;
using NetGen.Generator.Tests.Testing;
using Mode = NetGen.Generator.Graph.Operations.UpsampleMode;

namespace NetGen.Generator.Tests.Graph;

/// <summary>Shapes of layers beyond the plain convolution and pool; the numbers of windows are PyTorch's.</summary>
public sealed class LayerShapeTests
{
    [Fact]
    public void Sequences_and_volumes_have_windows_in_their_own_directions()
    {
        var sequence = new Conv(1, 8, Size.Cube(1, 5), Size.Cube(1, 2), Edges.Cube(1, 3), Size.Cube(1, 2), 1, true);
        var volume = new Conv(3, 8, new Size(3, 5, 1), new Size(2, 1, 1), new Edges(1, 2, 1, 2), new Size(1, 2, 1), 1, true);

        Assert.Equal(Shape.Of(8, 14), Graphs.Of(Shape.Of(4, 30), sequence).Output.Shape);
        Assert.Equal(Shape.Of(8, 6, 5, 7), Graphs.Of(Shape.Of(4, 6, 9, 11), volume).Output.Shape);
        Assert.Equal([8, 4, 5], ParameterTable.Of(Graphs.Of(Shape.Of(4, 30), sequence))[0].Shape);
        Assert.Equal([8, 4, 1, 3, 5], ParameterTable.Of(Graphs.Of(Shape.Of(4, 6, 9, 11), volume))[0].Shape);
    }

    [Theory]
    [InlineData(13, 3, 2, 0, 1, 6)]
    [InlineData(6, 3, 2, 0, 1, 3)]
    [InlineData(112, 3, 2, 0, 1, 56)]
    [InlineData(7, 2, 2, 0, 1, 4)]
    [InlineData(9, 3, 4, 1, 2, 3)]
    [InlineData(10, 4, 5, 2, 1, 3)]
    [InlineData(2, 3, 2, 0, 1, 1)] // The only window reaches beyond the image.
    [InlineData(1, 2, 2, 0, 1, 1)]
    [InlineData(2, 2, 3, 1, 1, 1)] // A second window would begin in the padding behind.
    [InlineData(3, 2, 2, 1, 1, 2)]
    public void Ceil_mode_adds_a_window_that_begins_before_the_image_ends(int size, int kernel, int stride, int padding, int dilation, int expected)
    {
        NetworkGraph graph = Graphs.Of(Shape.Of(1, size, size), Graphs.MaxPool(kernel, stride, padding, dilation, ceilMode: true));

        Assert.Equal(Shape.Of(1, expected, expected), graph.Output.Shape);
    }

    [Fact]
    public void Pools_of_volumes_round_each_direction_by_itself()
    {
        var pool = new AvgPool(3, new Size(3, 2, 1), new Size(2, 3, 2), new Edges(1, 1, 1, 1), CeilMode: true, CountIncludePad: true);

        Assert.Equal(Shape.Of(1, 3, 4, 3), Graphs.Of(Shape.Of(1, 5, 6, 8), pool).Output.Shape);
    }

    [Theory]
    [InlineData(28, 5, 1, 1, 2, 2)]
    [InlineData(28, 4, 1, 1, 1, 2)] // The odd pixel goes to the end.
    [InlineData(28, 3, 2, 1, 0, 1)]
    [InlineData(27, 3, 2, 1, 1, 1)]
    [InlineData(28, 3, 1, 3, 3, 3)]
    [InlineData(10, 1, 4, 1, 0, 0)] // The stride is wider than the kernel, so there is nothing to pad.
    [InlineData(7, 3, 5, 1, 0, 1)]
    public void Same_padding_gives_as_many_pixels_as_the_stride_leaves(int size, int kernel, int stride, int dilation, int before, int after)
    {
        int expected = (size + stride - 1) / stride;
        Operation upper = Graphs.Conv(8, kernel, stride, WindowAxis.SameUpper, dilation);
        Operation lower = Graphs.Conv(8, kernel, stride, WindowAxis.SameLower, dilation);
        NetworkGraph graph = Graphs.Of(Shape.Of(1, size, size), upper), reverse = Graphs.Of(Shape.Of(1, size, size), lower);

        Assert.Equal(Shape.Of(8, expected, expected), graph.Output.Shape);
        Assert.Equal(new Edges(before, before, after, after), ((Conv)graph.Output.Operation).Padding);
        Assert.Equal(Shape.Of(8, expected, expected), reverse.Output.Shape);
        Assert.Equal(new Edges(after, after, before, before), ((Conv)reverse.Output.Operation).Padding);
    }

    [Fact]
    public void Same_padding_of_a_pool_is_at_most_half_its_kernel()
    {
        NetworkGraph graph = Graphs.Of(Shape.Of(1, 28, 28), Graphs.MaxPool(4, 1, WindowAxis.SameUpper));

        Assert.Equal(Shape.Of(1, 28, 28), graph.Output.Shape);
        Assert.Equal(new Edges(1, 1, 2, 2), ((MaxPool)graph.Output.Operation).Padding);
    }

    [Theory]
    [InlineData(7, 3, 2, 1, 0, 1, 13)]
    [InlineData(7, 3, 2, 1, 1, 1, 14)]
    [InlineData(4, 2, 2, 0, 0, 1, 8)]
    [InlineData(5, 4, 3, 2, 2, 1, 14)]
    [InlineData(5, 3, 1, 1, 1, 2, 8)]
    [InlineData(1, 5, 1, 2, 0, 1, 1)]
    [InlineData(6, 3, 3, 0, 0, 2, 20)]
    public void A_transposed_convolution_goes_the_way_back(int size, int kernel, int stride, int padding, int outputPadding, int dilation, int expected)
    {
        Operation transposed = new ConvTranspose(
            2, 6, Graphs.Square(kernel), Graphs.Square(stride), Edges.All(padding), Graphs.Square(outputPadding), Graphs.Square(dilation), 2, true);
        NetworkGraph graph = Graphs.Of(Shape.Of(4, size, size), transposed);

        Assert.Equal(Shape.Of(6, expected, expected), graph.Output.Shape);
        Assert.Equal([4, 3, kernel, kernel], ParameterTable.Of(graph)[0].Shape);
        Assert.Equal([6], ParameterTable.Of(graph)[1].Shape);
    }

    [Fact]
    public void A_depthwise_convolution_has_a_group_for_each_channel()
    {
        var depthwise = new DepthwiseConv(Graphs.Square(3), Graphs.Square(2), Edges.All(WindowAxis.SameUpper), Graphs.Square(1), 2, false);

        NetworkGraph graph = Graphs.Of(Shape.Of(6, 8, 8), depthwise);

        Assert.Equal(
            new Conv(2, 12, Graphs.Square(3), Graphs.Square(2), new Edges(0, 0, 1, 1), Graphs.Square(1), 6, false), graph.Output.Operation);
        Assert.Equal(Shape.Of(12, 4, 4), graph.Output.Shape);
        Assert.Equal([12, 1, 3, 3], ParameterTable.Of(graph)[0].Shape);
    }

    [Fact]
    public void Sizes_of_images_can_be_given_or_follow_from_the_input()
    {
        Shape image = Shape.Of(5, 7, 9);

        Assert.Equal(Shape.Of(5, 6, 6), Graphs.Of(image, new AdaptiveAvgPool(Graphs.Square(6))).Output.Shape);
        Assert.Equal(Shape.Of(5, 21, 27), Graphs.Of(image, new UpsampleBy(3, Mode.Nearest, false)).Output.Shape);
        Assert.Equal(Shape.Of(5, 4, 32), Graphs.Of(image, new Upsample(new Size(4, 32), Mode.Bilinear, true)).Output.Shape);
        Assert.Equal(Shape.Of(5, 11, 8), Graphs.Of(image, new ZeroPad(new Edges(Top: 3, Left: -2, Bottom: 1, Right: 1))).Output.Shape);
    }

    [Fact]
    public void Every_rank_has_a_largest_value_of_each_channel() => Assert.All(
        [Shape.Of(5, 9), Shape.Of(5, 7, 9), Shape.Of(5, 3, 7, 9)],
        shape => Assert.Equal(Shape.Of(5), Graphs.Of(shape, new GlobalMaxPool()).Output.Shape));

    [Theory]
    [InlineData(new[] { 2, 3, 4 }, new[] { 24 }, new[] { 24 })]
    [InlineData(new[] { 24 }, new[] { 2, -1, 4 }, new[] { 2, 3, 4 })]
    [InlineData(new[] { 2, 3, 4 }, new[] { -1 }, new[] { 24 })]
    [InlineData(new[] { 2, 12 }, new[] { 3, 2, 2, 2 }, new[] { 3, 2, 2, 2 })]
    public void A_reshape_keeps_the_values_and_fills_in_one_dimension(int[] input, int[] dimensions, int[] expected)
    {
        NetworkGraph graph = Graphs.Of(Shape.Of(input), new Reshape(dimensions.ToEquatableArray()));

        Assert.Equal(Shape.Of(expected), graph.Output.Shape);
        Assert.Equal(new Reshape(expected.ToEquatableArray()), graph.Output.Operation);
    }

    [Fact]
    public void Normalisations_keep_the_shape_and_have_PyTorchs_parameters()
    {
        Shape image = Shape.Of(6, 4, 5);

        Assert.Equal([[6, 4, 5], [6, 4, 5]], ParameterShapes(image, new LayerNorm(1e-5f, true)));
        Assert.Equal([[6], [6]], ParameterShapes(image, new GroupNorm(3, 1e-5f, true)));
        Assert.Equal([[6], [6]], ParameterShapes(image, new InstanceNorm(1e-5f, true)));
        Assert.Equal([[6], [6], [6], [6]], ParameterShapes(Shape.Of(6, 3, 4, 5), new BatchNorm(1e-5f, 0.1f, true)));
        Assert.Empty(ParameterShapes(image, new GroupNorm(3, 1e-5f, false)));
        Assert.Empty(ParameterShapes(image, new LocalResponseNorm(5, 1e-4f, 0.75f, 1)));
    }

    [Fact]
    public void PReLU_learns_one_slope_or_one_for_each_channel()
    {
        Assert.Equal([[1]], ParameterShapes(Shape.Of(6, 4, 5), new PReLU(1)));
        Assert.Equal([[6]], ParameterShapes(Shape.Of(6, 4, 5), new PReLUPerChannel(0.25f)));
    }

    private static int[][] ParameterShapes(Shape input, Operation operation)
    {
        NetworkGraph graph = Graphs.Of(input, operation);
        Assert.Equal(input, graph.Output.Shape);
        return [.. ParameterTable.Of(graph).Select(parameter => parameter.Shape.ToArray())];
    }
}
