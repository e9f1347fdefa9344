namespace NetGen.Runtime.Tests.Networks;

public class NetworkOptionsTests
{
    [Fact]
    public void By_default_uses_all_processors_and_the_best_path()
    {
        var options = new NetworkOptions();

        Assert.Equal(Environment.ProcessorCount, options.Threads);
        Assert.Null(options.Path);
    }

    [Fact]
    public void Refuses_less_than_one_thread() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new NetworkOptions { Threads = 0 });

    [Fact]
    public void Takes_exactly_the_paths_that_the_processor_supports()
    {
        foreach (CodePath path in Enum.GetValues<CodePath>())
        {
            if (NetGenRuntime.IsSupported(path))
            {
                Assert.Equal(path, new NetworkOptions { Path = path }.Path);
            }
            else
            {
                var exception = Assert.Throws<PlatformNotSupportedException>(() => new NetworkOptions { Path = path });
                Assert.Contains("128-bit", exception.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void The_active_path_is_the_best_supported_one() =>
        Assert.Equal(Enum.GetValues<CodePath>().Last(NetGenRuntime.IsSupported), NetGenRuntime.ActivePath);

    [Theory]
    [InlineData(CodePath.Avx512, "AVX-512")]
    [InlineData(CodePath.Avx2, "AVX2")]
    [InlineData(CodePath.Vector128, "128-bit")]
    public void Paths_have_names_for_people(CodePath path, string name) => Assert.Equal(name, NetGenRuntime.Describe(path));
}
