using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;
using NetGen.Generator.Tests.Testing;
using Layers = NetGen.Generator.Graph.LayerTable;
using Mode = NetGen.Generator.Graph.Operations.UpsampleMode;

namespace NetGen.Generator.Tests.Graph;

public sealed class LayerTableTests
{
    [Fact]
    public void Ten_filters_of_5x5_on_3x32x32_have_760_parameters_and_768000_multiply_adds()
    {
        LayerSummary layer = Assert.Single(Layers.Of(Graphs.Of(Shape.Of(3, 32, 32), Graphs.Conv(10, 5, padding: 2))));

        Assert.Equal(Shape.Of(10, 32, 32), layer.Output);
        Assert.Equal(760, layer.Parameters);
        Assert.Equal(768_000, layer.MultiplyAdds);
        Assert.Equal(40_960, layer.ActivationBytes);
    }

    [Fact]
    public void Groups_divide_parameters_and_multiply_adds()
    {
        LayerSummary layer = Assert.Single(Layers.Of(Graphs.Of(Shape.Of(32, 8, 8), Graphs.Conv(32, 3, padding: 1, groups: 32, bias: false))));

        Assert.Equal(32 * 9, layer.Parameters);
        Assert.Equal(32 * 9 * 64, layer.MultiplyAdds);
    }

    [Fact]
    public void A_linear_layer_counts_its_matrix_and_a_normalisation_its_two_vectors()
    {
        EquatableArray<LayerSummary> layers = Layers.Of(Graphs.Of(
            Shape.Of(784), new Linear(100, true), new BatchNorm(1e-5f, 0.1f, true), new BatchNorm(1e-5f, 0.1f, false), new Linear(10, false)));

        Assert.Equal([78_500, 200, 0, 1_000], layers.Select(layer => layer.Parameters));
        Assert.Equal([78_400, 0, 0, 1_000], layers.Select(layer => layer.MultiplyAdds));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(20)]
    public void L_stacked_3x3_convolutions_see_1_plus_2L_pixels(int layers)
    {
        Operation[] stack = [.. Enumerable.Repeat(Graphs.Conv(4, 3, padding: 1), layers)];

        Assert.Equal(new Size(1 + (2 * layers), 1 + (2 * layers)), Field(Shape.Of(1, 64, 64), stack));
    }

    [Fact]
    public void Strides_multiply_what_later_kernels_see()
    {
        // 7 pixels; pooling adds (3 - 1) * 2; the convolution behind both adds (3 - 1) * 4.
        Assert.Equal(new Size(19, 19), Field(
            Shape.Of(3, 224, 224), Graphs.Conv(64, 7, stride: 2, padding: 3), Graphs.ReLU, Graphs.MaxPool(3, 2, 1), Graphs.Conv(64, 3, padding: 1)));
    }

    [Fact]
    public void Dilation_spreads_the_taps() => Assert.Equal(new Size(9, 9), Field(Shape.Of(1, 32, 32), Graphs.Conv(1, 3, dilation: 4)));

    /// <summary>3 pixels and a jump of 2; (5 - 1) * 2 more for taps two apart; (3 - 1) * 2 more behind.</summary>
    [Fact]
    public void Strides_and_dilations_follow_the_general_recurrence() => Assert.Equal(new Size(15, 15), Field(
        Shape.Of(1, 64, 64), Graphs.Conv(4, 3, stride: 2), Graphs.Conv(4, 3, dilation: 2), Graphs.Conv(4, 3)));

    /// <summary>The fields that gradients of PyTorch show: the furthest pixels whose gradient is not 0.</summary>
    [Fact]
    public void Enlarging_divides_the_jump()
    {
        Operation nearest = new UpsampleBy(2, Mode.Nearest, false), mixed = new UpsampleBy(2, Mode.Bilinear, false);
        Shape input = Shape.Of(1, 32, 32);

        Assert.Equal(new Size(2, 2), Field(input, nearest, Graphs.Conv(1, 2)));
        Assert.Equal(new Size(2, 2), Field(input, nearest, Graphs.Conv(1, 3)));
        Assert.Equal(new Size(3, 3), Field(input, new UpsampleBy(3, Mode.Nearest, false), Graphs.Conv(1, 5)));
        Assert.Equal(new Size(5, 5), Field(input, Graphs.Conv(1, 3, 2, 1), nearest, Graphs.Conv(1, 3)));
        Assert.Equal(new Size(2, 2), Field(input, mixed));
        Assert.Equal(new Size(3, 3), Field(input, mixed, Graphs.Conv(1, 3)));
    }

    [Theory]
    [InlineData(2, 0, 0, 1)]
    [InlineData(3, 1, 1, 2)]
    [InlineData(4, 1, 0, 2)]
    public void A_transposed_convolution_sees_the_inputs_whose_kernels_reach_a_value(int kernel, int padding, int outputPadding, int expected)
    {
        var transposed = new ConvTranspose(
            2, 1, Graphs.Square(kernel), Graphs.Square(2), Edges.All(padding), Graphs.Square(outputPadding), Graphs.Square(1), 1, true);

        Assert.Equal(Graphs.Square(expected), Field(Shape.Of(1, 32, 32), transposed));
        Assert.Equal(Graphs.Square(expected + 1), Field(Shape.Of(1, 32, 32), transposed, Graphs.Conv(1, 3)));
    }

    [Theory]
    [InlineData(7, 3, 3)]
    [InlineData(5, 4, 2)]
    [InlineData(12, 5, 4)]
    [InlineData(12, 4, 3)]
    [InlineData(2, 6, 1)]
    [InlineData(4, 6, 2)]
    public void An_adaptive_pool_sees_its_widest_bin(int size, int bins, int expected) =>
        Assert.Equal(Graphs.Square(expected), Field(Shape.Of(1, size, size), new AdaptiveAvgPool(Graphs.Square(bins))));

    [Fact]
    public void Statistics_of_an_image_depend_on_all_of_it()
    {
        Shape input = Shape.Of(4, 28, 28);

        Assert.All(
            [new LayerNorm(1e-5f, true), new InstanceNorm(1e-5f, true), new GroupNorm(2, 1e-5f, true)],
            (Operation norm) => Assert.Equal(Graphs.Square(28), Field(input, norm, Graphs.Conv(4, 3))));
        Assert.Equal(Graphs.Square(3), Field(input, Graphs.Conv(4, 3), new BatchNorm(1e-5f, 0.1f, true), new LocalResponseNorm(5, 1e-4f, 0.75f, 1)));
    }

    [Fact]
    public void Volumes_and_sequences_have_fields_of_their_own_directions()
    {
        Assert.Equal(new Size(3, 5, 7), Field(
            Shape.Of(1, 16, 16, 16), new Conv(3, 1, new Size(3, 5, 7), Size.Cube(3, 1), Edges.None, Size.Cube(3, 1), 1, true)));
        Assert.Equal(new Size(1, 9), Field(
            Shape.Of(1, 100), new Conv(1, 1, Size.Cube(1, 9), Size.Cube(1, 1), Edges.None, Size.Cube(1, 1), 1, true)));
    }

    [Fact]
    public void Multiply_adds_count_kernels_of_every_rank_and_direction()
    {
        Assert.Equal(8 * 12 * 4 * 5, MultiplyAdds(
            Shape.Of(4, 16), new Conv(1, 8, Size.Cube(1, 5), Size.Cube(1, 1), Edges.None, Size.Cube(1, 1), 1, true)));
        Assert.Equal(8 * 2 * 3 * 4 * 2 * 27, MultiplyAdds(
            Shape.Of(4, 4, 5, 6), new Conv(3, 8, Size.Cube(3, 3), Size.Cube(3, 1), Edges.None, Size.Cube(3, 1), 2, true)));
        Assert.Equal(4 * 25 * 3 * 9, MultiplyAdds(
            Shape.Of(4, 5, 5), new ConvTranspose(2, 6, Graphs.Square(3), Graphs.Square(2), Edges.None, Graphs.Square(0), Graphs.Square(1), 2, true)));
    }

    [Fact]
    public void Rows_and_columns_are_counted_apart()
    {
        var conv = new Conv(2, 4, new Size(1, 7), new Size(1, 2), Edges.None, new Size(1, 1), 1, true);

        Assert.Equal(new Size(1, 19), Field(Shape.Of(1, 32, 64), conv, conv));
    }

    [Fact]
    public void A_field_is_at_most_the_whole_image()
    {
        Assert.Equal(new Size(28, 28), Field(Shape.Of(1, 28, 28), Graphs.Conv(8, 5, padding: 2), new Flatten(), new Linear(10, true)));
        Assert.Equal(new Size(28, 28), Field(Shape.Of(1, 28, 28), Graphs.Conv(8, 5, padding: 2), new GlobalAvgPool(), new Linear(10, true)));
    }

    [Fact]
    public void Flattening_mixes_no_pixels() =>
        Assert.Equal(new Size(5, 5), Field(Shape.Of(1, 28, 28), Graphs.Conv(8, 5), new Flatten(), Graphs.ReLU));

    /// <summary>A 5×5 kernel with stride 3 leaves two rows of the image unseen.</summary>
    [Fact]
    public void A_linear_layer_sees_no_more_than_the_layers_before_it() =>
        Assert.Equal(new Size(26, 26), Field(Shape.Of(1, 28, 28), Graphs.Conv(8, 5, stride: 3), new Flatten(), new Linear(10, true)));

    private static long MultiplyAdds(Shape input, Operation operation) => Assert.Single(Layers.Of(Graphs.Of(input, operation))).MultiplyAdds;

    private static Size Field(Shape input, params Operation[] operations) => Layers.Of(Graphs.Of(input, operations))[operations.Length - 1].ReceptiveField;
}
