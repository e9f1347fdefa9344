using NetGen.Examples;

namespace NetGen.Networks.Tests;

/// <summary>Verify() compares a network's code for this processor with its 128-bit code.</summary>
public sealed class VerificationTests
{
    [Theory]
    [MemberData(nameof(TestSettings.All), MemberType = typeof(TestSettings))]
    public void The_self_check_passes(CodePath path, int threads)
    {
        using var lenet = new LeNet5(seed: 3, TestSettings.Options(path, threads));
        using var traps = new ConvTraps(seed: 3, TestSettings.Options(path, threads));

        AssertPassed(lenet.Verify(), path);
        AssertPassed(traps.Verify(), path);
    }

    private static void AssertPassed(VerificationResult result, CodePath path)
    {
        Assert.Equal(path, result.Path);
        Assert.True(result.Passed, $"The outputs differ by {result.RelativeError:E1} of the largest.");
    }
}
