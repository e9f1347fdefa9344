using NetGen.Runtime.Tests.Fakes;

namespace NetGen.Runtime.Tests.Networks;

public class NetworkInfoTests
{
    [Fact]
    public void Counts_parameters_as_PyTorch_does_without_running_statistics() => Assert.Equal(24 + 4, LinearPlan.Info.ParameterCount);

    [Fact]
    public void Sums_the_layers_costs()
    {
        Assert.Equal(24, LinearPlan.Info.MultiplyAdds);
        Assert.Equal(24 + 16, LinearPlan.Info.ActivationBytes);
    }

    [Fact]
    public void Parameter_memory_ends_on_a_whole_cache_line() => Assert.Equal(80, LinearPlan.Info.ParameterMemoryLength);

    [Fact]
    public void Prints_an_aligned_table()
    {
        const string Expected = """
            Linear: 1×2×3 → 4
            layer  kind       output  parameters  multiply-adds  field  bytes
            bn1    BatchNorm  1×2×3            0              0      1     24
            fc1    Linear     4               28             24      1     16
            total             4               28             24            40
            """;

        Assert.Equal(Expected, LinearPlan.Info.ToString());
    }

    [Fact]
    public void A_parameter_must_begin_on_a_cache_line() =>
        Assert.Contains("multiple of 16", Assert.Throws<ArgumentException>(() => new ParameterInfo("w", ParameterRole.Weight, 1, 8, [1])).Message, StringComparison.Ordinal);
}
