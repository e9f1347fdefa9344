namespace NetGen.Networks.Tests;

/// <summary>Fully connected layers whose weights predictions round to bfloat16.</summary>
public sealed class WeightFormatTests
{
    [Theory]
    [MemberData(nameof(TestSettings.All), MemberType = typeof(TestSettings))]
    public void A_prediction_is_that_of_single_precision_with_rounded_weights(CodePath path, int threads)
    {
        using var rounding = new RoundingDense(seed: 4, TestSettings.Options(path, threads));
        using var plain = new PlainDense(seed: 5, TestSettings.Options(path, threads));
        CopyRounded(rounding.Parameters, plain.Parameters);
        foreach (int images in new[] { 1, 18 })
        {
            float[] input = PortableNumbers.Uniform("images", images * PlainDense.InputLength);
            float[] actual = new float[images * PlainDense.OutputLength], expected = new float[actual.Length];
            rounding.Predict(input, actual);
            plain.Predict(input, expected);

            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Training_does_not_round()
    {
        using var rounding = new RoundingDense(seed: 4);
        using var plain = new PlainDense(seed: 4);
        float[] input = PortableNumbers.Uniform("images", 3 * PlainDense.InputLength);

        Assert.Equal(plain.Forward(input).ToArray(), rounding.Forward(input).ToArray());
        float[] rounded = new float[RoundingDense.OutputLength], exact = new float[rounded.Length];
        rounding.Predict(input.AsSpan(0, PlainDense.InputLength), rounded);
        plain.Predict(input.AsSpan(0, PlainDense.InputLength), exact);
        Assert.NotEqual(exact, rounded);
    }

    /// <summary>Weights of large layers are stored in 28 bits, which training does not do; some that do not fit are added in another order.</summary>
    [Theory]
    [MemberData(nameof(TestSettings.All), MemberType = typeof(TestSettings))]
    public void Large_layers_predict_what_training_computes(CodePath path, int threads)
    {
        using var network = new LargeDense(seed: 4, TestSettings.Options(path, threads));
        float[] weights = network.Parameters["fc1.weight"].Values.ToArray();
        for (int i = 0; i < weights.Length; i += 99_991) weights[i] *= 1e-6f;
        network.Parameters["fc1.weight"].SetValues(weights);
        float[] images = PortableNumbers.Uniform("images", 18 * LargeDense.InputLength);
        float[] expected = network.Forward(images).ToArray(), actual = new float[expected.Length], alone = new float[LargeDense.OutputLength];
        network.Predict(images, actual);
        network.Predict(images.AsSpan(17 * LargeDense.InputLength), alone);

        // Sums of 1030 products of numbers below 1 and 1/32: about 32 of them in size, each with a rounding of a unit in the last place.
        for (int i = 0; i < expected.Length; i++) Assert.InRange(actual[i], expected[i] - 1e-4f, expected[i] + 1e-4f);
        Assert.Equal(alone, actual[^LargeDense.OutputLength..]);
    }

    private static void CopyRounded(ParameterSet from, ParameterSet to)
    {
        for (int i = 0; i < from.Count; i++)
        {
            float[] values = from[i].Values.ToArray();
            if (from[i].Name is "fc1.weight" or "fc2.weight") values = Array.ConvertAll(values, Round);
            to[i].SetValues(values);
        }
    }

    /// <summary>8 binary digits, ties to even.</summary>
    private static float Round(float value)
    {
        double unit = Math.ScaleB(1, Math.ILogB(value) - 7);
        return (float)(Math.Round(value / unit, MidpointRounding.ToEven) * unit);
    }
}

/// <summary>Two rounded layers and one that is not.</summary>
[Network, Input(3, 6, 5)]
[Conv2d(11, 3), ReLU, Flatten]
[Linear(70, WeightFormat = WeightFormat.BFloat16), ReLU, Linear(33, WeightFormat = WeightFormat.BFloat16, Bias = false), Linear(5)]
public partial class RoundingDense;

/// <summary>The same in single precision.</summary>
[Network, Input(3, 6, 5)]
[Conv2d(11, 3), ReLU, Flatten]
[Linear(70), ReLU, Linear(33, Bias = false), Linear(5)]
public partial class PlainDense;

/// <summary>A layer that is large enough for 28 bits, and whose outputs are no whole number of parts.</summary>
[Network, Input(1030)]
[Linear(1050), ReLU, Linear(5)]
public partial class LargeDense;
