using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Tests.Testing;

namespace NetGen.Generator.Tests.Graph;

public sealed class ShapeRuleTests
{
    [Theory]
    [InlineData(28, 5, 1, 2, 1, 28)]
    [InlineData(28, 5, 1, 0, 1, 24)]
    [InlineData(224, 7, 2, 3, 1, 112)]
    [InlineData(227, 11, 4, 0, 1, 55)]
    [InlineData(7, 3, 3, 0, 1, 2)] // The last pixel is left over.
    [InlineData(32, 3, 1, 2, 2, 32)]
    [InlineData(9, 3, 2, 0, 4, 1)]
    [InlineData(1, 1, 1, 0, 1, 1)]
    public void Convolution_gives_floor_of_padded_minus_extent_over_stride_plus_1(
        int size, int kernel, int stride, int padding, int dilation, int expected)
    {
        NetworkGraph graph = Graphs.Of(Shape.Of(3, size, size), Graphs.Conv(8, kernel, stride, padding, dilation));

        Assert.Equal(Shape.Of(8, expected, expected), graph.Output.Shape);
    }

    [Fact]
    public void Rows_and_columns_have_their_own_numbers()
    {
        var conv = new Conv(2, 4, new Size(3, 5), new Size(2, 1), new Edges(1, 0, 2, 3), new Size(1, 2), 1, true);

        // Rows: (10 + 1 + 2 - 3) / 2 + 1. Columns: (20 + 0 + 3 - 9) / 1 + 1.
        Assert.Equal(Shape.Of(4, 6, 15), Graphs.Of(Shape.Of(1, 10, 20), conv).Output.Shape);
    }

    [Theory]
    [InlineData(28, 2, 2, 0, 14)]
    [InlineData(112, 3, 2, 1, 56)]
    [InlineData(13, 3, 2, 0, 6)]
    [InlineData(5, 2, 2, 0, 2)]
    [InlineData(4, 2, 1, 1, 5)]
    public void Pools_follow_the_same_rule_and_keep_channels(int size, int kernel, int stride, int padding, int expected)
    {
        Shape input = Shape.Of(6, size, size);
        var average = Graphs.AvgPool(kernel, stride, padding);

        Assert.Equal(Shape.Of(6, expected, expected), Graphs.Of(input, Graphs.MaxPool(kernel, stride, padding)).Output.Shape);
        Assert.Equal(Shape.Of(6, expected, expected), Graphs.Of(input, average).Output.Shape);
    }

    [Fact]
    public void Vectors_come_from_flattening_and_from_means()
    {
        Assert.Equal(Shape.Of(2450), Graphs.Of(Shape.Of(50, 7, 7), new Flatten()).Output.Shape);
        Assert.Equal(Shape.Of(50), Graphs.Of(Shape.Of(50, 7, 7), new GlobalAvgPool()).Output.Shape);
        Assert.Equal(Shape.Of(500), Graphs.Of(Shape.Of(2450), new Flatten(), new Linear(500, true)).Output.Shape);
    }

    [Fact]
    public void What_works_on_each_element_keeps_the_shape()
    {
        Operation[] operations =
        [
            Graphs.ReLU, new Activation(ActivationFunction.LeakyReLU, 0.01f), new Activation(ActivationFunction.Sigmoid, 0),
            new Activation(ActivationFunction.Tanh, 0), new Dropout(0.5f, false), new BatchNorm(1e-5f, 0.1f, true), new Softmax(Log: false),
        ];

        Assert.Equal(Shape.Of(3, 4, 5), Graphs.Of(Shape.Of(3, 4, 5), operations).Output.Shape);
        Assert.Equal(Shape.Of(7), Graphs.Of(Shape.Of(7), operations).Output.Shape);
    }

    [Fact]
    public void The_first_layer_that_does_not_fit_ends_the_chain()
    {
        ShapeError error = Graphs.ErrorOf(
            Shape.Of(3, 32, 32), Graphs.Conv(64, 5, 15), Graphs.ReLU, Graphs.MaxPool(3, 2), new Linear(0, true));

        Assert.Equal(ShapeRule.WindowFits, error.Rule);
        Assert.Equal("MaxPool2d: kernel 3 with stride 2 does not fit an input of 64×2×2; the chain is image 3×32×32 → conv1 64×2×2", error.Message);
    }

    [Fact]
    public void A_kernel_may_be_as_large_as_the_padded_image_but_no_larger()
    {
        Assert.Equal(Shape.Of(1, 1, 1), Graphs.Of(Shape.Of(1, 4, 4), Graphs.Conv(1, 6, padding: 1)).Output.Shape);
        Assert.Equal(ShapeRule.WindowFits, Graphs.ErrorOf(Shape.Of(1, 4, 4), Graphs.Conv(1, 7, padding: 1)).Rule);
    }

    [Fact]
    public void A_tensor_may_have_as_many_values_as_the_budget_says_but_no_more()
    {
        Assert.Equal(1 << 26, Graphs.Of(Shape.Of(1 << 26), Graphs.ReLU).Output.Shape.Length);
        Assert.Equal(ShapeRule.Budget, Graphs.ErrorOf(Shape.Of((1 << 26) + 1), Graphs.ReLU).Rule);
    }
}
