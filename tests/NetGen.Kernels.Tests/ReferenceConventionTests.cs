using NetGen.Reference;

namespace NetGen.Kernels.Tests;

/// <summary>The conventions of PyTorch that are easily got wrong, by examples that can be checked by hand.</summary>
public sealed class ReferenceConventionTests
{
    [Fact]
    public void Convolution_does_not_flip_the_kernel()
    {
        Tensor x = Of(1, 3, 1, 2, 3), weight = Of(1, 2, 10, 1);
        Assert.Equal([12.0, 23.0], Conv2d.Forward(x, weight, null, new Window(1, 2)).Values.ToArray());
    }

    [Fact]
    public void Asymmetric_padding_shifts_the_window()
    {
        Tensor x = Of(1, 3, 1, 2, 3), weight = Of(1, 2, 10, 1);
        Assert.Equal([1.0, 12.0, 23.0], Conv2d.Forward(x, weight, null, new Window(1, 2) { Left = 1 }).Values.ToArray());
        Assert.Equal([12.0, 23.0, 30.0], Conv2d.Forward(x, weight, null, new Window(1, 2) { Right = 1 }).Values.ToArray());
    }

    [Fact]
    public void Of_equal_maxima_the_first_gets_the_gradient()
    {
        Tensor x = Of(1, 4, 5, 5, 1, 1), dy = Of(1, 2, 7, 8);
        Assert.Equal([7.0, 0, 8.0, 0], MaxPool2d.Backward(x, dy, new Window(1, 2) { StrideWidth = 2 }).Values.ToArray());
    }

    [Fact]
    public void Padding_counts_in_an_average_unless_it_is_excluded()
    {
        Tensor x = Of(1, 2, 4, 8);
        var window = new Window(1, 2) { Left = 1 };
        Assert.Equal([2.0, 6.0], AvgPool2d.Forward(x, window, countIncludePad: true).Values.ToArray());
        Assert.Equal([4.0, 6.0], AvgPool2d.Forward(x, window, countIncludePad: false).Values.ToArray());
    }

    [Fact]
    public void Batch_norm_normalises_by_the_biased_and_remembers_the_unbiased_variance()
    {
        Tensor x = Of(1, 2, 1, 3), zero = Of(1, 1, 0);
        BatchNorm.Result result = BatchNorm.Forward(x, null, null, zero, zero, epsilon: 0, momentum: 0.1);
        Assert.Equal([-1.0, 1.0], result.Output.Values.ToArray());
        Assert.Equal(0.2, result.RunningMean[0, 0], 12);
        Assert.Equal(0.2, result.RunningVariance[0, 0], 12);
    }

    [Fact]
    public void Cross_entropy_of_equal_logits_is_the_logarithm_of_their_number() =>
        Assert.Equal(Math.Log(10), CrossEntropy.Forward(new Tensor(2, 10), [3, 7]), 12);

    /// <summary>One image of one channel with the rows' values, of a height and a width.</summary>
    private static Tensor Of(int height, int width, params double[] values)
    {
        var tensor = new Tensor(1, 1, height, width);
        values.CopyTo(tensor.Values);
        return tensor;
    }
}
