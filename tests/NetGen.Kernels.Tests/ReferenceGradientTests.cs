using System.Globalization;
using NetGen.Reference;

namespace NetGen.Kernels.Tests;

/// <summary>
/// The oracle's own proof: every backward of the reference against central differences of its forward. With a step of 1e-5
/// the differences' error is about step² from the curvature and 1e-16/step from rounding: some 1e-10.
/// </summary>
public sealed class ReferenceGradientTests
{
    private const double Step = 1e-5, Tolerance = 1e-8;

    public static TheoryData<int, int, int, int> Convolutions => new()
    {
        // groups, stride, dilation, padding (the bottom and the right get one more)
        { 1, 1, 1, 0 }, { 1, 2, 1, 1 }, { 2, 1, 2, 2 }, { 4, 2, 1, 0 },
    };

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void Conv2d(int groups, int stride, int dilation, int padding)
    {
        Tensor x = Tensor.Random(1, 2, 4, 6, 7), weight = Tensor.Random(2, 8, 4 / groups, 3, 2), bias = Tensor.Random(3, 1, 8);
        var window = new Window(3, 2)
        {
            StrideHeight = stride,
            DilationHeight = dilation,
            Top = padding,
            Left = padding,
            Bottom = padding + 1,
            Right = padding + 1,
        };
        Tensor Forward() => Reference.Conv2d.Forward(x, weight, bias, window, groups);
        Tensor dy = Gradient(Forward());
        (Tensor dx, Tensor dw, Tensor db) = Reference.Conv2d.Backward(x, weight, dy, window, groups);
        Check(x, Forward, dy, dx);
        Check(weight, Forward, dy, dw);
        Check(bias, Forward, dy, db);
    }

    [Fact]
    public void Linear()
    {
        Tensor x = Tensor.Random(1, 3, 5), weight = Tensor.Random(2, 4, 5), bias = Tensor.Random(3, 1, 4);
        Tensor Forward() => Reference.Linear.Forward(x, weight, bias);
        Tensor dy = Gradient(Forward());
        (Tensor dx, Tensor dw, Tensor db) = Reference.Linear.Backward(x, weight, dy);
        Check(x, Forward, dy, dx);
        Check(weight, Forward, dy, dw);
        Check(bias, Forward, dy, db);
    }

    [Theory]
    [InlineData(2, 2, 0)]
    [InlineData(3, 2, 1)]
    [InlineData(3, 1, 1)]
    public void Pools(int kernel, int stride, int padding)
    {
        Tensor x = Tensor.Random(1, 2, 3, 7, 6);
        var window = new Window(kernel, stride, padding);
        Tensor dy = Gradient(MaxPool2d.Forward(x, window));
        Check(x, () => MaxPool2d.Forward(x, window), dy, MaxPool2d.Backward(x, dy, window));
        Check(x, () => AvgPool2d.Forward(x, window, true), dy, AvgPool2d.Backward(x, dy, window, true));
        Check(x, () => AvgPool2d.Forward(x, window, false), dy, AvgPool2d.Backward(x, dy, window, false));
        Tensor dMean = Gradient(GlobalAvgPool2d.Forward(x));
        Check(x, () => GlobalAvgPool2d.Forward(x), dMean, GlobalAvgPool2d.Backward(x, dMean));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void BatchNorm(bool affine)
    {
        Tensor x = Tensor.Random(1, 3, 2, 3, 4), running = Tensor.Random(4, 1, 2).Map(Math.Abs);
        Tensor? scale = affine ? Tensor.Random(2, 1, 2) : null, shift = affine ? Tensor.Random(3, 1, 2) : null;
        Reference.BatchNorm.Result Run() => Reference.BatchNorm.Forward(x, scale, shift, running, running, 1e-2, 0.1);
        Reference.BatchNorm.Result result = Run();
        Tensor dy = Gradient(result.Output);
        (Tensor dx, Tensor dScale, Tensor dShift) = Reference.BatchNorm.Backward(x, dy, scale, result.Mean, result.InverseStd);
        Check(x, () => Run().Output, dy, dx);
        if (!affine) return;
        Check(scale!, () => Run().Output, dy, dScale);
        Check(shift!, () => Run().Output, dy, dShift);
    }

    [Fact]
    public void Activation_functions()
    {
        Tensor x = Tensor.Random(1, 2, 7, 3, 3, scale: 7);
        Tensor dy = Gradient(x);
        foreach (ScalarFunction function in new[]
        {
            Activations.Identity, Activations.ReLU, Activations.ReLU6, Activations.LeakyReLU(0.1), Activations.ELU(0.7), Activations.SELU,
            Activations.GELU, Activations.GELUTanh, Activations.SiLU, Activations.Sigmoid, Activations.HardSigmoid, Activations.HardSwish,
            Activations.Tanh, Activations.Softplus(2),
        })
        {
            Check(x, () => function.Forward(x), dy, function.Backward(x, dy));
        }
    }

    [Fact]
    public void Softmax_and_cross_entropy()
    {
        Tensor x = Tensor.Random(1, 3, 5, scale: 2), dy = Gradient(x);
        int[] labels = [4, 0, 2];
        Check(x, () => Softmax.Forward(x), dy, Softmax.Backward(Softmax.Forward(x), dy));
        Check(x, () => LogSoftmax.Forward(x), dy, LogSoftmax.Backward(LogSoftmax.Forward(x), dy));
        Tensor one = new Tensor(1, 1).Map(_ => 1);
        Check(x, () => new Tensor(1, 1).Map(_ => CrossEntropy.Forward(x, labels)), one, CrossEntropy.Backward(x, labels));
    }

    [Fact]
    public void Dropout_of_the_gradient()
    {
        Tensor x = Tensor.Random(1, 2, 5, 3, 3), dy = Gradient(x);
        Check(x, () => Dropout.Forward(x, 0.3, 1, 42), dy, Dropout.Forward(dy, 0.3, 1, 42));
        Check(x, () => Dropout.Forward(x, 0.3, 1, 42, wholeChannels: true), dy, Dropout.Forward(dy, 0.3, 1, 42, wholeChannels: true));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void PReLU(int slopes)
    {
        Tensor x = Tensor.Random(1, 2, 3, 2, 3), slope = Tensor.Random(2, 1, slopes), dy = Gradient(x);
        (Tensor dx, Tensor ds) = Reference.PReLU.Backward(x, dy, slope);
        Check(x, () => Reference.PReLU.Forward(x, slope), dy, dx);
        Check(slope, () => Reference.PReLU.Forward(x, slope), dy, ds);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(6, false)]
    public void Normalisations_of_groups(int groups, bool perElement)
    {
        Tensor x = Tensor.Random(1, 2, 6, 2, 3);
        Tensor scale = perElement ? Tensor.Random(2, 1, 6, 2, 3) : Tensor.Random(2, 1, 6), shift = scale.Map(value => 1 - value);
        GroupNorm.Result Run() => GroupNorm.Forward(x, scale, shift, groups, 1e-2);
        Tensor dy = Gradient(x);
        (Tensor dx, Tensor dScale, Tensor dShift) = GroupNorm.Backward(x, dy, scale, Run(), groups);
        Check(x, () => Run().Output, dy, dx);
        Check(scale, () => Run().Output, dy, dScale);
        Check(shift, () => Run().Output, dy, dShift);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void LocalResponseNorm(int size)
    {
        Tensor x = Tensor.Random(1, 2, 7, 2, 2, scale: 2), dy = Gradient(x);
        var norm = new LocalResponseNorm(size, 0.5, 0.75, 1.5);
        Check(x, () => norm.Forward(x), dy, norm.Backward(x, dy));
    }

    [Fact]
    public void Images_of_other_sizes()
    {
        Tensor x = Tensor.Random(1, 2, 2, 3, 4);
        foreach (Upsample upsample in new Upsample[] { new(false, false), new(true, false), new(true, true) })
        {
            Tensor dy = Gradient(upsample.Forward(x, 7, 6));
            Check(x, () => upsample.Forward(x, 7, 6), dy, upsample.Backward(x, dy));
        }

        Tensor dBins = Gradient(AdaptiveAvgPool2d.Forward(x, 2, 3)), dMax = Gradient(GlobalMaxPool2d.Forward(x));
        Check(x, () => AdaptiveAvgPool2d.Forward(x, 2, 3), dBins, AdaptiveAvgPool2d.Backward(x, dBins));
        Check(x, () => GlobalMaxPool2d.Forward(x), dMax, GlobalMaxPool2d.Backward(x, dMax));
    }

    private static Tensor Gradient(Tensor like) => Tensor.Random(99, like.Images, like.Channels, like.Height, like.Width, depth: like.Depth);

    /// <summary>The derivative of Σ dy·forward by each element of an input, which is varied in place.</summary>
    private static void Check(Tensor input, Func<Tensor> forward, Tensor dy, Tensor gradient)
    {
        double Objective() => forward().Zip(dy, (value, g) => value * g).Values.ToArray().Sum();
        foreach ((int n, int c, int row, int column) in input.Indices)
        {
            double value = input[n, c, row, column];
            input[n, c, row, column] = value + Step;
            double above = Objective();
            input[n, c, row, column] = value - Step;
            double below = Objective();
            input[n, c, row, column] = value;
            double numeric = (above - below) / (2 * Step), analytic = gradient[n, c, row, column];
            Assert.True(Math.Abs(numeric - analytic) <= Tolerance * Math.Max(1, Math.Abs(analytic)), string.Create(
                CultureInfo.InvariantCulture, $"At [{n}, {c}, {row}, {column}] of {input}: the differences give {numeric:G9}, the reference {analytic:G9}."));
        }
    }
}
