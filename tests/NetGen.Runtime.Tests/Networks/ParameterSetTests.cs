using NetGen.Runtime.Tests.Fakes;

namespace NetGen.Runtime.Tests.Networks;

public class ParameterSetTests
{
    [Fact]
    public void Lists_parameters_in_order_and_finds_them_by_name()
    {
        using NetworkState state = LinearStates.Create();

        Assert.Equal(["fc1.weight", "fc1.bias", "bn1.running_mean", "bn1.running_var"], state.Parameters.Select(parameter => parameter.Name));
        Assert.Same(state.Parameters[1], state.Parameters["fc1.bias"]);
        Assert.Equal([true, true, false, false], state.Parameters.Select(parameter => parameter.IsTrainable));
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_nearest()
    {
        using NetworkState state = LinearStates.Create();

        string message = Assert.Throws<KeyNotFoundException>(() => state.Parameters["fc1.wieght"]).Message;

        Assert.Equal("Linear has no parameter 'fc1.wieght'; the nearest name is 'fc1.weight'.", message);
    }

    [Fact]
    public void SetValues_replaces_all_values_and_wants_their_exact_number()
    {
        using NetworkState state = LinearStates.Create();
        Parameter bias = state.Parameters["fc1.bias"];

        bias.SetValues([1, 2, 3, 4]);

        Assert.Equal([1, 2, 3, 4], bias.Values.ToArray());
        Assert.Contains("fc1.bias is 4, 4 values; 3 came", Assert.Throws<ArgumentException>(() => bias.SetValues([1, 2, 3])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_edit_changes_the_version()
    {
        using NetworkState state = LinearStates.Create();
        long before = state.Parameters.Version;

        state.Parameters[0].EditValues()[0] = 1;

        Assert.NotEqual(before, state.Parameters.Version);
    }

    [Fact]
    public void Values_begin_on_cache_lines()
    {
        using NetworkState state = LinearStates.Create();

        foreach (Parameter parameter in state.Parameters)
        {
            unsafe
            {
                fixed (float* pointer = parameter.Values)
                {
                    Assert.Equal(0u, (nuint)pointer % 64);
                }
            }
        }
    }

    [Fact]
    public void After_disposal_values_are_refused_but_spans_that_are_out_stay_valid()
    {
        NetworkState state = LinearStates.Create();
        Parameter bias = state.Parameters["fc1.bias"];
        bias.SetValues([1, 2, 3, 4]);
        ReadOnlySpan<float> values = bias.Values;

        state.Dispose();
        GC.Collect();

        Assert.Throws<ObjectDisposedException>(() => bias.Values.Length);
        Assert.Equal([1, 2, 3, 4], values.ToArray());
    }
}
