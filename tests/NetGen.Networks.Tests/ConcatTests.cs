namespace NetGen.Networks.Tests;

/// <summary>Joint tensors whose parts are written where they belong; in training every tensor stands alone and parts are copied.</summary>
public sealed class ConcatTests
{
    [Theory]
    [MemberData(nameof(TestSettings.All), MemberType = typeof(TestSettings))]
    public void A_prediction_joins_what_training_copies(CodePath path, int threads)
    {
        AssertAgrees<JoinedParts>(path, threads);
        AssertAgrees<JoinedTwice>(path, threads);
        AssertAgrees<JoinedInParts>(path, threads);
        AssertAgrees<JoinedSequences>(path, threads);
    }

    private static void AssertAgrees<TNetwork>(CodePath path, int threads)
        where TNetwork : class, INetwork<TNetwork>
    {
        using TNetwork network = TNetwork.Create(3, TestSettings.Options(path, threads));
        float[] images = PortableNumbers.Uniform("images", 3 * TNetwork.Info.InputShape.Length);
        float[] expected = network.Forward(images).ToArray(), actual = new float[expected.Length];
        network.Predict(images, actual);

        float largest = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * largest));
    }
}

/// <summary>An inception block: every part in its place, read with a halo behind, one of them by another layer too.</summary>
[Network]
public partial class JoinedParts
{
    [Conv2d(16, 3, Padding = 1), ReLU]
    private static partial Tensor First([Input(3, 9, 7)] Tensor image);

    [Conv2d(32, 1), ReLU, Conv2d(32, 5, Padding = 2), ReLU]
    private static partial Tensor Second(Tensor first);

    [MaxPool2d(3, Stride = 1, Padding = 1), Conv2d(7, 1)]
    private static partial Tensor Third(Tensor first);

    [Concat, Conv2d(9, 3, Padding = 1, Stride = 2), ReLU]
    private static partial Tensor Joint(Tensor first, Tensor second, Tensor third);

    [Conv2d(4, 3, Padding = 1)]
    private static partial Tensor Other(Tensor second);

    [GlobalAvgPool2d]
    private static partial Tensor JointResult(Tensor joint);

    [GlobalMaxPool2d]
    private static partial Tensor OtherResult(Tensor other);
}

/// <summary>A dense block: joint tensors that are parts of larger ones.</summary>
[Network]
public partial class JoinedTwice
{
    [Conv2d(32, 3, Padding = 1)]
    private static partial Tensor Stem([Input(2, 6, 6)] Tensor image);

    [Sigmoid, Conv2d(16, 3, Padding = 1)]
    private static partial Tensor New1(Tensor stem);

    [Concat]
    private static partial Tensor Joint1(Tensor stem, Tensor new1);

    [Conv2d(16, 3, Padding = 1), ReLU]
    private static partial Tensor New2(Tensor joint1);

    [Concat]
    private static partial Tensor Joint2(Tensor joint1, Tensor new2);

    [Conv2d(8, 1), Flatten, Linear(5)]
    private static partial Tensor Result(Tensor joint2);
}

/// <summary>Parts beside copies: an image, an odd number of channels, a tensor twice, and one of another joint tensor.</summary>
[Network]
public partial class JoinedInParts
{
    [Conv2d(16, 3, Padding = 1), ReLU]
    private static partial Tensor First([Input(16, 5, 8)] Tensor image);

    [Conv2d(5, 1)]
    private static partial Tensor Odd(Tensor first);

    [Conv2d(16, 1)]
    private static partial Tensor Last(Tensor odd);

    [Concat, Conv2d(6, 3, Padding = 1)]
    private static partial Tensor Joint1(Tensor first, Tensor image, Tensor odd, Tensor last);

    [Concat, Conv2d(6, 3, Padding = 1)]
    private static partial Tensor Joint2(Tensor last, Tensor first);

    [Concat, Flatten, Linear(3)]
    private static partial Tensor Joint3(Tensor last, Tensor joint1);

    [Flatten, Linear(2)]
    private static partial Tensor Flat(Tensor joint2);
}

/// <summary>Sequences, and vectors.</summary>
[Network]
public partial class JoinedSequences
{
    [Conv1d(16, 3, Padding = 1), Tanh]
    private static partial Tensor First([Input(3, 11)] Tensor sequence);

    [Conv1d(17, 5, Padding = 2)]
    private static partial Tensor Second(Tensor first);

    [Concat, Conv1d(4, 3, Padding = 1)]
    private static partial Tensor Joint(Tensor first, Tensor second);

    [GlobalAvgPool2d, Linear(16)]
    private static partial Tensor Vector1(Tensor joint);

    [GlobalMaxPool2d, Linear(6)]
    private static partial Tensor Vector2(Tensor second);

    [Concat, Linear(4)]
    private static partial Tensor Result(Tensor vector1, Tensor vector2);
}
