namespace NetGen.Networks.Tests;

public sealed class DropoutTests
{
    private static readonly float[] _input = [.. Enumerable.Repeat(3f, 2 * OnlyDropout.InputLength)];

    [Theory]
    [MemberData(nameof(TestSettings.All), MemberType = typeof(TestSettings))]
    public void Training_drops_a_quarter_and_scales_the_rest_by_four_thirds(CodePath path, int threads)
    {
        using var network = new OnlyDropout(seed: 4, TestSettings.Options(path, threads));

        float[] output = network.Forward(_input).ToArray();

        Assert.All(output, value => Assert.True(value is 0 or 4, $"{value}"));
        Assert.InRange(output.Count(value => value == 0), 0.22 * output.Length, 0.28 * output.Length);
        Assert.NotEqual(output[..OnlyDropout.OutputLength], output[OnlyDropout.OutputLength..]);
    }

    [Theory]
    [MemberData(nameof(TestSettings.All), MemberType = typeof(TestSettings))]
    public void Inference_drops_nothing(CodePath path, int threads)
    {
        using var network = new OnlyDropout(seed: 4, TestSettings.Options(path, threads));
        var output = new float[_input.Length];

        network.Predict(_input, output);

        Assert.Equal(_input, output);
    }

    [Theory]
    [MemberData(nameof(TestSettings.All), MemberType = typeof(TestSettings))]
    public void Masks_follow_from_seed_and_step_alone(CodePath path, int threads)
    {
        using var network = new OnlyDropout(seed: 4, TestSettings.Options(path, threads));
        using var other = new OnlyDropout(seed: 4, new NetworkOptions { Path = CodePath.Vector128, Threads = 1 });

        float[] first = network.Forward(_input).ToArray(), second = network.Forward(_input).ToArray();
        network.Step = 0;

        Assert.Equal(first, network.Forward(_input).ToArray());
        Assert.Equal(first, other.Forward(_input).ToArray());
        Assert.NotEqual(first, second);
    }
}
