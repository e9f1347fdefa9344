using NetGen.Runtime.Tests.Fakes;

namespace NetGen.Runtime.Tests.State;

public class VerificationTests
{
    [Fact]
    public void A_network_whose_paths_agree_passes()
    {
        using NetworkState state = LinearStates.Create();

        VerificationResult result = state.Verify();

        Assert.True(result.Passed);
        Assert.Equal(0, result.RelativeError);
        Assert.Equal(NetGenRuntime.ActivePath, result.Path);
    }

    [Theory]
    [InlineData(1e-2f)]
    [InlineData(float.NaN)]
    public void A_path_that_computes_something_else_fails(float error)
    {
        int plans = 0;
        using var state = new NetworkState(
            LinearPlan.Info, path => new LinearPlan(path) { Error = plans++ == 0 ? error : 0 }, seed: 1, new NetworkOptions { Threads = 1 });

        VerificationResult result = state.Verify();

        Assert.False(result.Passed);
        Assert.True(result.RelativeError > 1e-4f);
    }

    [Fact]
    public void The_networks_own_parameters_are_verified()
    {
        using NetworkState state = LinearStates.Create();
        state.Parameters["fc1.weight"].EditValues().Clear();
        state.Parameters["fc1.bias"].EditValues()[0] = float.NaN;

        Assert.False(state.Verify().Passed);
    }
}
