namespace NetGen.Networks.Tests;

/// <summary>Convolutions that Winograd's algorithm takes over, against the same network computed as declared.</summary>
public sealed class AccuracyTests
{
    private const int Images = 3;

    [Theory]
    [MemberData(nameof(TestSettings.All), MemberType = typeof(TestSettings))]
    public void Fast_and_strict_predictions_agree_to_some_roundings(CodePath path, int threads)
    {
        using var strict = new StrictResidual(seed: 4, TestSettings.Options(path, threads));
        using var fast = new FastResidual(seed: 4, TestSettings.Options(path, threads));
        float[] images = PortableNumbers.Uniform("images", Images * StrictResidual.InputLength);
        var expected = new float[Images * StrictResidual.OutputLength];
        var actual = new float[Images * FastResidual.OutputLength];

        strict.Predict(images, expected);
        fast.Predict(images, actual);

        float largest = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f * largest));
        Assert.NotEqual(expected, actual);
    }

    [Theory]
    [MemberData(nameof(TestSettings.Paths), MemberType = typeof(TestSettings))]
    public void Neither_threads_nor_the_place_in_a_batch_change_a_bit(CodePath path)
    {
        float[] images = PortableNumbers.Uniform("images", Images * FastResidual.InputLength);
        var results = new float[Images * FastResidual.OutputLength];
        using (var network = new FastResidual(seed: 4, TestSettings.Options(path, threads: 1))) network.Predict(images, results);

        foreach (int threads in new[] { 1, 2, 3 })
        {
            using var network = new FastResidual(seed: 4, TestSettings.Options(path, threads));
            var alone = new float[FastResidual.OutputLength];
            for (int image = 0; image < Images; image++)
            {
                network.Predict(images.AsSpan(image * FastResidual.InputLength, FastResidual.InputLength), alone);
                Assert.Equal(results[(image * alone.Length)..((image + 1) * alone.Length)], alone);
            }
        }
    }
}

/// <summary>Convolutions 3×3 and 5×5, with stride 1 and 2, with maps that tiles do not divide, batch normalisation and a shortcut.</summary>
[Network]
public partial class FastResidual
{
    [Conv2d(32, 3, Padding = 1), ReLU]
    private static partial Tensor Stem([Input(3, 23, 19)] Tensor image);

    [Conv2d(32, 3, Padding = 1, Bias = false), BatchNorm, ReLU]
    [Conv2d(32, 3, Padding = 1, Bias = false), BatchNorm]
    private static partial Tensor Branch(Tensor stem);

    [Add, ReLU, Conv2d(48, 5, Padding = 2), LeakyReLU(0.1), Conv2d(64, 3, Stride = 2, Padding = 1), ReLU]
    [Conv2d(64, 3, Padding = 1), ReLU, Conv2d(48, 5, Stride = 2, Padding = 1), ReLU, GlobalAvgPool2d, Linear(10)]
    private static partial Tensor Logits(Tensor stem, Tensor branch);
}

/// <summary>The same as it is declared.</summary>
[Network(Accuracy = Accuracy.Strict)]
public partial class StrictResidual
{
    [Conv2d(32, 3, Padding = 1), ReLU]
    private static partial Tensor Stem([Input(3, 23, 19)] Tensor image);

    [Conv2d(32, 3, Padding = 1, Bias = false), BatchNorm, ReLU]
    [Conv2d(32, 3, Padding = 1, Bias = false), BatchNorm]
    private static partial Tensor Branch(Tensor stem);

    [Add, ReLU, Conv2d(48, 5, Padding = 2), LeakyReLU(0.1), Conv2d(64, 3, Stride = 2, Padding = 1), ReLU]
    [Conv2d(64, 3, Padding = 1), ReLU, Conv2d(48, 5, Stride = 2, Padding = 1), ReLU, GlobalAvgPool2d, Linear(10)]
    private static partial Tensor Logits(Tensor stem, Tensor branch);
}
