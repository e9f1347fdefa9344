using NetGen.Runtime.Tests.Fakes;

namespace NetGen.Runtime.Tests.Training;

/// <summary>Optimizers against PyTorch's formulas, written out in double precision.</summary>
public sealed class OptimizerTests
{
    /// <summary>Not a multiple of any vector, and more than one range of work.</summary>
    private const int Length = 20_011;

    private const int Steps = 5;

    [Theory]
    [InlineData(0f, 0f, false)]
    [InlineData(0f, 0.1f, false)]
    [InlineData(0.9f, 0f, false)]
    [InlineData(0.9f, 0.1f, false)]
    [InlineData(0.9f, 0.1f, true)]
    public void Sgd_follows_PyTorch(float momentum, float decay, bool nesterov)
    {
        var optimizer = new Sgd { LearningRate = 0.1f, Momentum = momentum, WeightDecay = decay, Nesterov = nesterov };

        AssertFollows(optimizer, Update);

        double Update(double w, double g, double[] state, int step)
        {
            g += decay * w;
            state[0] = step == 1 ? g : (momentum * state[0]) + g;
            return w - (0.1 * (nesterov ? g + (momentum * state[0]) : state[0]));
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    public void Adam_follows_PyTorch(float decay)
    {
        var optimizer = new Adam { LearningRate = 0.01f, WeightDecay = decay, Epsilon = 1e-3f };

        AssertFollows(optimizer, (w, g, state, step) => AdamStep(w, g + (decay * w), state, step));
    }

    [Fact]
    public void AdamW_shrinks_the_weights_apart_from_the_gradient()
    {
        var optimizer = new AdamW { LearningRate = 0.01f, WeightDecay = 0.1f, Epsilon = 1e-3f };

        AssertFollows(optimizer, (w, g, state, step) => AdamStep(w - (0.01 * 0.1 * w), g, state, step));
    }

    [Fact]
    public void Defaults_are_PyTorchs()
    {
        Assert.Equal((1e-3f, 0.9f, 0.999f, 1e-8f, 0f), Describe(new Adam()));
        Assert.Equal((1e-3f, 0.9f, 0.999f, 1e-8f, 0.01f), Describe(new AdamW()));

        static (float, float, float, float, float) Describe(Adam adam) => (adam.LearningRate, adam.Beta1, adam.Beta2, adam.Epsilon, adam.WeightDecay);
    }

    [Fact]
    public void The_schedules_factor_scales_the_step()
    {
        ParameterSet parameters = Parameters(), scaled = Parameters();
        SetGradient(parameters, 1);
        SetGradient(scaled, 1);

        new Sgd { LearningRate = 0.5f }.Step(parameters, factor: 0.5f);
        new Sgd { LearningRate = 0.25f }.Step(scaled);

        Assert.Equal(scaled["w"].Values.ToArray(), parameters["w"].Values.ToArray());
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        float[] alone = Step(threads: 1);

        Assert.Equal(alone, Step(threads: 2));
        Assert.Equal(alone, Step(threads: 5));

        static float[] Step(int threads)
        {
            ParameterSet parameters = Parameters();
            using var team = new ThreadTeam(threads);
            parameters.Team = team;
            SetGradient(parameters, 1);
            new Adam().Step(parameters);
            return parameters["w"].Values.ToArray();
        }
    }

    [Fact]
    public void Running_statistics_are_left_alone()
    {
        ParameterSet parameters = Parameters();
        parameters["running_mean"].EditValues().Fill(3);
        SetGradient(parameters, 1);

        new Sgd { LearningRate = 1, WeightDecay = 1, Momentum = 0.5f }.Step(parameters);

        Assert.All(parameters["running_mean"].Values.ToArray(), value => Assert.Equal(3, value));
    }

    [Fact]
    public void A_step_makes_predictions_read_the_parameters_again()
    {
        ParameterSet parameters = Parameters();
        SetGradient(parameters, 1);
        long version = parameters.Version;

        new Sgd().Step(parameters);

        Assert.NotEqual(version, parameters.Version);
    }

    [Fact]
    public void A_step_without_gradients_or_for_another_network_is_refused()
    {
        ParameterSet first = Parameters(), second = Parameters();
        var optimizer = new Sgd();
        Assert.Throws<InvalidOperationException>(() => optimizer.Step(first));

        SetGradient(first, 1);
        optimizer.Step(first);
        SetGradient(second, 1);
        Assert.Throws<InvalidOperationException>(() => optimizer.Step(second));
    }

    [Fact]
    public void Saved_state_continues_bit_for_bit()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("state.safetensors");
        ParameterSet uninterrupted = Parameters(), interrupted = Parameters();
        Adam adam = new(), before = new(), after = new();
        for (int step = 1; step <= Steps; step++)
        {
            SetGradient(uninterrupted, step);
            adam.Step(uninterrupted);
            SetGradient(interrupted, step);
            (step <= 2 ? before : after).Step(interrupted);
            if (step == 2)
            {
                before.Save(path);
                after.Load(path, interrupted);
            }
        }

        Assert.Equal(Steps, after.Steps);
        Assert.Equal(uninterrupted["w"].Values.ToArray(), interrupted["w"].Values.ToArray());
    }

    [Fact]
    public void State_of_another_optimizer_is_refused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("state.safetensors");
        ParameterSet parameters = Parameters();
        SetGradient(parameters, 1);
        var sgd = new Sgd { Momentum = 0.9f };
        sgd.Step(parameters);
        sgd.Save(path);

        Assert.Contains("exp_avg", Assert.Throws<InvalidDataException>(() => new Adam().Load(path, parameters)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Impossible_settings_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd { LearningRate = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd { LearningRate = float.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd { Momentum = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd { WeightDecay = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam { Beta1 = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam { Beta2 = float.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam { Epsilon = -1 });
    }

    private static double AdamStep(double w, double g, double[] state, int step)
    {
        state[0] = (0.9 * state[0]) + (0.1 * g);
        state[1] = (0.999 * state[1]) + (0.001 * g * g);
        double mean = state[0] / (1 - Math.Pow(0.9, step));
        double square = state[1] / (1 - Math.Pow(0.999, step));
        return w - (0.01 * mean / (Math.Sqrt(square) + 1e-3));
    }

    private static void AssertFollows(Optimizer optimizer, Func<double, double, double[], int, double> update)
    {
        ParameterSet parameters = Parameters();
        double[] expected = [.. parameters["w"].Values.ToArray().Select(value => (double)value)];
        double[][] states = [.. expected.Select(_ => new double[2])];
        for (int step = 1; step <= Steps; step++)
        {
            float[] gradient = SetGradient(parameters, step);
            optimizer.Step(parameters);
            for (int i = 0; i < expected.Length; i++)
            {
                expected[i] = update(expected[i], gradient[i], states[i], step);
            }
        }

        ReadOnlySpan<float> actual = parameters["w"].Values;
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 2e-5);
        }
    }

    private static ParameterSet Parameters()
    {
        const int StatisticsOffset = (Length + 15) / 16 * 16;
        var info = new NetworkInfo(
            "Test",
            new TensorShape(1),
            new TensorShape(1),
            [],
            [
                new ParameterInfo("w", ParameterRole.Weight, 2, 0, [Length]),
                new ParameterInfo("running_mean", ParameterRole.RunningMean, 0, StatisticsOffset, [5]),
                new ParameterInfo("bias", ParameterRole.Bias, 2, StatisticsOffset + 16, [3]),
            ]);
        var parameters = new ParameterSet(info, MemoryAllocator.Default);
        Initializers.Initialize(parameters, seed: 1);
        return parameters;
    }

    /// <summary>Random gradients of size 1, another set for each step; also where no gradient belongs.</summary>
    private static float[] SetGradient(ParameterSet parameters, int step)
    {
        parameters.Gradients ??= MemoryAllocator.Default.AllocateShared(parameters.Info.ParameterMemoryLength);
        Span<float> gradients = parameters.Gradients.Span(0, (int)parameters.Gradients.Length);
        var random = new SplitMix64((ulong)step);
        for (int i = 0; i < gradients.Length; i++)
        {
            gradients[i] = (float)NormalDistribution.Sample(ref random);
        }

        return gradients[..Length].ToArray();
    }
}
