using NetGen.Runtime.Tests.Fakes;

namespace NetGen.Runtime.Tests.Networks;

public class InitializersTests
{
    private const int FanIn = 50;

    [Fact]
    public void Weights_are_normal_with_mean_0_and_variance_2_over_fan_in()
    {
        double[] normalised = [.. Weights(seed: 1).Select(weight => weight / Math.Sqrt(2.0 / FanIn))];
        double Moment(int order) => normalised.Average(x => Math.Pow(x, order));

        // Standard errors of the moments of n normal numbers: √(1/n), √(2/n), √(15/n), √(96/n); five of them.
        double error = 5 / Math.Sqrt(normalised.Length);
        Assert.Equal(0, Moment(1), error);
        Assert.Equal(1, Moment(2), error * Math.Sqrt(2));
        Assert.Equal(0, Moment(3), error * Math.Sqrt(15));
        Assert.Equal(3, Moment(4), error * Math.Sqrt(96));
    }

    [Fact]
    public void A_seed_gives_the_same_bits_everywhere_and_another_seed_gives_others()
    {
        Assert.Equal(Weights(seed: 1), Weights(seed: 1));
        Assert.NotEqual(Weights(seed: 1), Weights(seed: 2));

        // Golden bits: they may never change, or a seed in a user's code means other weights.
        Assert.Equal(_goldenBits, Weights(seed: 42).Take(4).Select(BitConverter.SingleToUInt32Bits));
    }

    [Fact]
    public void Other_roles_get_their_neutral_values()
    {
        using NetworkState state = LinearStates.Create();
        foreach (Parameter parameter in state.Parameters)
        {
            parameter.EditValues().Fill(5);
        }

        Initializers.Initialize(state.Parameters, seed: 3);

        Assert.All(state.Parameters["fc1.bias"].Values.ToArray(), value => Assert.Equal(0, value));
        Assert.All(state.Parameters["bn1.running_mean"].Values.ToArray(), value => Assert.Equal(0, value));
        Assert.All(state.Parameters["bn1.running_var"].Values.ToArray(), value => Assert.Equal(1, value));
        Assert.DoesNotContain(5, state.Parameters["fc1.weight"].Values.ToArray());
    }

    [Theory]
    [InlineData(InitializerKind.KaimingNormal, 1.4142135623730951, 0.2)]
    [InlineData(InitializerKind.KaimingNormal, 1, 0.14142135623730951)]
    [InlineData(InitializerKind.KaimingNormalFanOut, 1, 0.05)]
    [InlineData(InitializerKind.XavierNormal, 1, 0.06666666666666667)]
    [InlineData(InitializerKind.XavierNormal, 3, 0.2)]
    [InlineData(InitializerKind.Normal, 0.01, 0.01)]
    public void Normal_kinds_have_the_standard_deviation_of_their_formula(InitializerKind kind, double scale, double expected)
    {
        float[] weights = Weights(kind, scale);

        // The same numbers as with σ = 1, only scaled: kinds differ in nothing else.
        float[] unit = Weights(InitializerKind.Normal, 1);
        Assert.All(unit.Zip(weights), pair => Assert.Equal(pair.First * expected, pair.Second, 1e-6));
    }

    [Theory]
    [InlineData(InitializerKind.KaimingUniform, 1.4142135623730951, 0.34641016151377546)]
    [InlineData(InitializerKind.KaimingUniformFanOut, 2, 0.17320508075688773)]
    [InlineData(InitializerKind.XavierUniform, 1, 0.11547005383792516)]
    [InlineData(InitializerKind.Uniform, 0.5, 0.5)]
    [InlineData(InitializerKind.PyTorchDefault, 0, 0.14142135623730951)]
    public void Uniform_kinds_reach_the_bound_of_their_formula_and_no_further(InitializerKind kind, double scale, double bound)
    {
        float[] weights = Weights(kind, scale);

        // The largest of n uniform numbers misses the bound by about a part of n.
        Assert.InRange(weights.Max(), bound * (1 - (20.0 / weights.Length)), bound * 1.0000001);
        Assert.InRange(-weights.Min(), bound * (1 - (20.0 / weights.Length)), bound * 1.0000001);
        double error = 5 / Math.Sqrt(weights.Length);
        Assert.Equal(0, weights.Average() / bound, error / Math.Sqrt(3));
        Assert.Equal(1.0 / 3, weights.Average(weight => weight * weight) / (bound * bound), error * Math.Sqrt(4.0 / 45));
    }

    /// <summary>Cut at two standard deviations the variance is 1 − 2·2·φ(2) / (2·Φ(2) − 1).</summary>
    [Fact]
    public void A_truncated_normal_distribution_ends_at_two_standard_deviations()
    {
        double[] weights = [.. Weights(InitializerKind.TruncatedNormal, 0.01).Select(weight => weight / 0.01)];

        Assert.InRange(weights.Max(), 1.95, 2.000001);
        Assert.InRange(weights.Min(), -2.000001, -1.95);
        Assert.Equal(0.7737, weights.Average(weight => weight * weight), 5 / Math.Sqrt(weights.Length));
    }

    [Fact]
    public void Constants_are_what_they_say()
    {
        Assert.All(Weights(InitializerKind.Constant, -0.5), weight => Assert.Equal(-0.5f, weight));
        Assert.All(Weights(InitializerKind.Zeros, 3), weight => Assert.Equal(0, weight));
    }

    [Fact]
    public void A_network_begins_as_its_parameters_describe()
    {
        ParameterInfo[] infos =
        [
            new("weight", ParameterRole.Weight, 4, 0, [8, 4], InitializerKind.Constant, 2),
            new("slope", ParameterRole.Slope, 0, 32, [4]),
            new("scale", ParameterRole.Scale, 0, 48, [4], InitializerKind.Constant, 0),
            new("bias", ParameterRole.Bias, 4, 64, [8], InitializerKind.PyTorchDefault, 0),
        ];
        var parameters = new ParameterSet(new NetworkInfo("Test", new TensorShape(1), new TensorShape(1), [], infos), MemoryAllocator.Default);

        Initializers.Initialize(parameters, seed: 1);

        Assert.All(parameters["weight"].Values.ToArray(), value => Assert.Equal(2, value));
        Assert.All(parameters["slope"].Values.ToArray(), value => Assert.Equal(0.25f, value));
        Assert.All(parameters["scale"].Values.ToArray(), value => Assert.Equal(0, value));
        Assert.All(parameters["bias"].Values.ToArray(), value => Assert.InRange(value, -0.5f, 0.5f));
        Assert.NotEqual(0, parameters["bias"].Values[0]);
    }

    [Fact]
    public void Fan_out_is_the_first_dimension_times_the_kernel()
    {
        Assert.Equal(64 * 9, new ParameterInfo("conv", ParameterRole.Weight, 288, 0, [64, 32, 3, 3]).FanOut);
        Assert.Equal(10, new ParameterInfo("fc", ParameterRole.Weight, 500, 0, [10, 500]).FanOut);
        Assert.Equal(0, new ParameterInfo("bias", ParameterRole.Bias, 500, 0, [10]).FanOut);
    }

    [Fact]
    public void Scales_and_fans_are_checked()
    {
        Parameter parameter = Parameters(["weight"])[0];
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializers.Initialize(parameter, 1, InitializerKind.Normal, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializers.Initialize(parameter, 1, InitializerKind.KaimingUniform, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializers.Initialize(parameter, 1, InitializerKind.Constant, double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => Initializers.Initialize(parameter, 1, (InitializerKind)99, 1));
        using NetworkState state = LinearStates.Create();
        Assert.Contains(
            "no fan-in", Assert.Throws<ArgumentException>(() => Initializers.Initialize(state.Parameters["bn1.running_mean"], 1, InitializerKind.KaimingNormal, 1)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(InitializerKind.Normal)]
    [InlineData(InitializerKind.TruncatedNormal)]
    [InlineData(InitializerKind.Uniform)]
    public void The_bits_do_not_depend_on_the_number_of_threads(InitializerKind kind)
    {
        // Not a whole number of the pieces that threads take, and odd, because normal values come in pairs.
        float[] expected = Split(kind, threads: 1);

        Assert.Equal(expected, Split(kind, threads: 2));
        Assert.Equal(expected, Split(kind, threads: 3));
        Assert.DoesNotContain(0, expected);
    }

    [Fact]
    public void Two_parameters_of_one_shape_differ()
    {
        ParameterSet parameters = Parameters(["a", "b"]);
        Initializers.Initialize(parameters, 1);

        Assert.NotEqual(parameters["a"].Values.ToArray(), parameters["b"].Values.ToArray());
    }

    [Fact]
    public void A_parameters_values_do_not_depend_on_its_neighbours()
    {
        ParameterSet alone = Parameters(["b"]), second = Parameters(["a", "b"]);
        Initializers.Initialize(alone, 1);
        Initializers.Initialize(second, 1);

        Assert.Equal(alone["b"].Values.ToArray(), second["b"].Values.ToArray());
    }

    [Fact]
    public void The_exactly_rounded_logarithm_agrees_with_the_librarys()
    {
        for (double x = 1e-300; x < 1e300; x *= 1.37)
        {
            double expected = Math.Log(x);
            Assert.Equal(expected, NormalDistribution.Log(x), 1e-14 * Math.Max(1, Math.Abs(expected)));
        }
    }

    private static readonly uint[] _goldenBits = [0xBDB2F48C, 0xBE11E2DE, 0xBD8CBCD9, 0x3E7EAF31];

    private static float[] Weights(InitializerKind kind, double scale)
    {
        Parameter parameter = Parameters(["weight"])[0];
        Initializers.Initialize(parameter, 7, kind, scale);
        return parameter.Values.ToArray();
    }

    private static float[] Weights(ulong seed)
    {
        ParameterSet parameters = Parameters(["weight"]);
        Initializers.Initialize(parameters, seed);
        return parameters[0].Values.ToArray();
    }

    private static float[] Split(InitializerKind kind, int threads)
    {
        const int Length = 30_001;
        var info = new NetworkInfo(
            "Test", new TensorShape(1), new TensorShape(1), [], [new ParameterInfo("weight", ParameterRole.Weight, FanIn, 0, [Length])]);
        using var team = new ThreadTeam(threads);
        var parameters = new ParameterSet(info, MemoryAllocator.Default) { Team = team };
        Initializers.Initialize(parameters[0], 7, kind, 1);
        return parameters[0].Values.ToArray();
    }

    private static ParameterSet Parameters(string[] names)
    {
        const int Length = 400 * FanIn;
        ParameterInfo[] infos = [.. names.Select((name, i) => new ParameterInfo(name, ParameterRole.Weight, FanIn, i * Length, [400, FanIn]))];
        var info = new NetworkInfo("Test", new TensorShape(1), new TensorShape(1), [], infos);
        return new ParameterSet(info, MemoryAllocator.Default);
    }
}
