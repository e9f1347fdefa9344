using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;
using NetGen.Generator.Tests.Testing;
using Layers = NetGen.Generator.Graph.LayerTable;

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

    private static Size Field(Shape input, params Operation[] operations) => Layers.Of(Graphs.Of(input, operations))[operations.Length - 1].ReceptiveField;
}
