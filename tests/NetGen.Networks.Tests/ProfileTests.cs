using NetGen.Examples;

namespace NetGen.Networks.Tests;

/// <summary>Profile() says where a prediction spends its time.</summary>
public sealed class ProfileTests
{
    [Theory]
    [MemberData(nameof(TestSettings.All), MemberType = typeof(TestSettings))]
    public void Every_layer_has_its_steps(CodePath path, int threads)
    {
        using var network = new LeNet5(seed: 1, TestSettings.Options(path, threads));

        NetworkProfile profile = network.Profile(PortableNumbers.Uniform("images", LeNet5.InputLength), runs: 3);

        Assert.Equal((path, threads, 1, 3), (profile.Path, profile.Threads, profile.Images, profile.Runs));
        Assert.Equal(
            ["conv1 + relu1: 1×28×28 → 20×28×28", "conv2 + relu2 + pool2: 20×14×14 → 50×7×7", "fc1 + relu3: 2450 → 500", "fc2: 500 → 10"],
            profile.Steps.Where(step => step.MultiplyAdds > 0).Select(step => step.Name));
        Assert.Contains(profile.Steps, step => step.Name.StartsWith("pool1:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(4, 1)]
    [InlineData(4, 2)]
    public void Multiply_adds_are_those_of_all_images(int images, int threads)
    {
        using var network = new LeNet5(seed: 1, new NetworkOptions { Threads = threads });

        NetworkProfile profile = network.Profile(PortableNumbers.Uniform("images", images * LeNet5.InputLength), runs: 1);

        Assert.Equal(images * LeNet5.MultiplyAdds, profile.Steps.Sum(step => step.MultiplyAdds));
    }

    [Fact]
    public void Shares_follow_from_times_and_the_peak()
    {
        using var network = new LeNet5(seed: 1, new NetworkOptions { Threads = 1 });

        NetworkProfile profile = network.Profile(PortableNumbers.Uniform("images", LeNet5.InputLength));

        Assert.Equal(1, profile.Steps.Sum(step => step.ShareOfTime), 1e-9);
        Assert.True(profile.Runs >= 3);
        Assert.All(profile.Steps, step => Assert.InRange(step.Microseconds, 0, 1e3 * profile.Milliseconds * 10));
        StepProfile conv = profile.Steps.Single(step => step.Name.StartsWith("conv2", StringComparison.Ordinal));
        Assert.Equal(2e-3 * conv.MultiplyAdds / conv.Microseconds, conv.Gigaflops, 1e-9);
        Assert.Equal(conv.Gigaflops / profile.PeakGigaflops, conv.ShareOfPeak, 1e-9);
    }

    [Fact]
    public void Table_has_a_row_for_each_step_and_a_total()
    {
        using var network = new LeNet5(seed: 1);

        NetworkProfile profile = network.Profile(PortableNumbers.Uniform("images", LeNet5.InputLength), runs: 1);

        string[] lines = profile.ToString().Split('\n');
        int width = lines[1].Length - lines[1]["step".Length..].TrimStart().Length;
        Assert.StartsWith("LeNet5: ", lines[0], StringComparison.Ordinal);
        Assert.Equal(profile.Steps.Select(step => step.Name).Append("total"), lines[2..].Select(line => line[..(width - "        ".Length)].TrimEnd()));
    }

    [Fact]
    public void Predictions_are_the_same_afterwards_and_allocate_nothing()
    {
        using var network = new LeNet5(seed: 1);
        float[] image = PortableNumbers.Uniform("images", LeNet5.InputLength);
        float[] before = new float[LeNet5.OutputLength], after = new float[LeNet5.OutputLength];
        network.Predict(image, before);
        network.Profile(image, runs: 2);
        network.Predict(image, after);
        GC.Collect();
        long bytes = GC.GetAllocatedBytesForCurrentThread();

        network.Predict(image, after);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - bytes);
        Assert.Equal(before, after);
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        using var network = new LeNet5(seed: 1);

        Assert.Equal("input", Assert.Throws<ArgumentException>(() => network.Profile(new float[5])).ParamName);
        Assert.Equal("runs", Assert.Throws<ArgumentOutOfRangeException>(() => network.Profile(new float[LeNet5.InputLength], runs: -1)).ParamName);
    }

    [Fact]
    public void Disposed_networks_refuse()
    {
        var network = new LeNet5(seed: 1);
        network.Dispose();

        Assert.Throws<ObjectDisposedException>(() => network.Profile(new float[LeNet5.InputLength]));
    }
}
