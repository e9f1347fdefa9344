namespace NetGen.Networks.Tests;

/// <summary>Convolutions that the algorithms of Winograd and Strassen take over, against the same networks computed as declared.</summary>
public sealed class AccuracyTests
{
    private const int Images = 3;

    [Theory]
    [MemberData(nameof(TestSettings.All), MemberType = typeof(TestSettings))]
    public void Fast_and_strict_predictions_agree_to_some_roundings(CodePath path, int threads)
    {
        AssertAgree<StrictResidual, FastResidual>(path, threads);
        AssertAgree<StrictPointwise, FastPointwise>(path, threads);
    }

    [Theory]
    [MemberData(nameof(TestSettings.Paths), MemberType = typeof(TestSettings))]
    public void Neither_threads_nor_the_place_in_a_batch_change_a_bit(CodePath path)
    {
        AssertSameBits<FastResidual>(path);
        AssertSameBits<FastPointwise>(path);
    }

    private static void AssertAgree<TStrict, TFast>(CodePath path, int threads)
        where TStrict : class, INetwork<TStrict>
        where TFast : class, INetwork<TFast>
    {
        using TStrict strict = TStrict.Create(seed: 4, TestSettings.Options(path, threads));
        using TFast fast = TFast.Create(seed: 4, TestSettings.Options(path, threads));
        float[] images = PortableNumbers.Uniform("images", Images * TStrict.Info.InputShape.Length);
        var expected = new float[Images * TStrict.Info.OutputShape.Length];
        var actual = new float[expected.Length];

        strict.Predict(images, expected);
        fast.Predict(images, actual);

        float largest = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f * largest));
        Assert.NotEqual(expected, actual);
    }

    private static void AssertSameBits<TFast>(CodePath path)
        where TFast : class, INetwork<TFast>
    {
        int inputLength = TFast.Info.InputShape.Length, outputLength = TFast.Info.OutputShape.Length;
        float[] images = PortableNumbers.Uniform("images", Images * inputLength);
        var results = new float[Images * outputLength];
        using (TFast network = TFast.Create(seed: 4, TestSettings.Options(path, threads: 1))) network.Predict(images, results);

        foreach (int threads in new[] { 1, 2, 3 })
        {
            using TFast network = TFast.Create(seed: 4, TestSettings.Options(path, threads));
            var alone = new float[outputLength];
            for (int image = 0; image < Images; image++)
            {
                network.Predict(images.AsSpan(image * inputLength, inputLength), alone);
                Assert.Equal(results[(image * outputLength)..((image + 1) * outputLength)], alone);
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

/// <summary>Convolutions 1×1 with many channels: one with a shortcut, one that skips pixels.</summary>
[Network]
public partial class FastPointwise
{
    [Conv2d(512, 1), ReLU]
    private static partial Tensor Stem([Input(8, 14, 14)] Tensor image);

    [Conv2d(512, 1, Bias = false), BatchNorm, ReLU, Conv2d(512, 1, Bias = false), BatchNorm]
    private static partial Tensor Branch(Tensor stem);

    [Add, ReLU, Conv2d(1024, 1), ReLU, Conv2d(2048, 1, Stride = 2), LeakyReLU(0.1), GlobalAvgPool2d, Linear(10)]
    private static partial Tensor Logits(Tensor stem, Tensor branch);
}

/// <summary>The same as it is declared.</summary>
[Network(Accuracy = Accuracy.Strict)]
public partial class StrictPointwise
{
    [Conv2d(512, 1), ReLU]
    private static partial Tensor Stem([Input(8, 14, 14)] Tensor image);

    [Conv2d(512, 1, Bias = false), BatchNorm, ReLU, Conv2d(512, 1, Bias = false), BatchNorm]
    private static partial Tensor Branch(Tensor stem);

    [Add, ReLU, Conv2d(1024, 1), ReLU, Conv2d(2048, 1, Stride = 2), LeakyReLU(0.1), GlobalAvgPool2d, Linear(10)]
    private static partial Tensor Logits(Tensor stem, Tensor branch);
}
