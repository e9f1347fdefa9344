using NetGen.Examples;
using NetGen.Examples.Digits;

namespace NetGen.Networks.Tests;

/// <summary>One seed gives the same weights bit for bit, whatever the number of threads.</summary>
public sealed class DeterminismTests
{
    private static readonly ImageDataset _digits = RenderedDigits.Create(seed: 3, count: 150);

    [Theory]
    [MemberData(nameof(TestSettings.Paths), MemberType = typeof(TestSettings))]
    public void Two_runs_with_one_seed_end_with_the_same_weights(CodePath path)
    {
        using LeNet5 first = Train(path, threads: 2, seed: 11);
        using LeNet5 second = Train(path, threads: 2, seed: 11);

        Compare.SameBits(first.Parameters, second.Parameters);
    }

    [Theory]
    [MemberData(nameof(TestSettings.Paths), MemberType = typeof(TestSettings))]
    public void One_thread_and_several_end_with_the_same_weights(CodePath path)
    {
        using LeNet5 one = Train(path, threads: 1, seed: 11);
        using LeNet5 two = Train(path, threads: 2, seed: 11);
        using LeNet5 three = Train(path, threads: 3, seed: 11);

        Compare.SameBits(one.Parameters, two.Parameters);
        Compare.SameBits(one.Parameters, three.Parameters);
    }

    [Theory]
    [MemberData(nameof(TestSettings.Paths), MemberType = typeof(TestSettings))]
    public void Normalisation_and_dropout_do_not_depend_on_the_number_of_threads(CodePath path)
    {
        Compare.SameBits(Step<ConvTraps>(path, 1), Step<ConvTraps>(path, 2));
        Compare.SameBits(Step<DepthwiseTraps>(path, 1), Step<DepthwiseTraps>(path, 3));
        Compare.SameBits(Step<SmoothDropout>(path, 1), Step<SmoothDropout>(path, 2));
    }

    [Fact]
    public void Another_seed_gives_other_weights()
    {
        using LeNet5 first = Train(NetGenRuntime.ActivePath, threads: 1, seed: 11);
        using LeNet5 second = Train(NetGenRuntime.ActivePath, threads: 1, seed: 12);

        Assert.False(first.Parameters["fc2.weight"].Values.SequenceEqual(second.Parameters["fc2.weight"].Values));
    }

    [Theory]
    [MemberData(nameof(TestSettings.All), MemberType = typeof(TestSettings))]
    public void An_images_result_does_not_depend_on_its_place_in_a_batch(CodePath path, int threads)
    {
        AssertSameAlone<ConvTraps>(path, threads, 7);
        AssertSameAlone<LeNet5>(path, threads, 37);
        AssertSameAlone<DenseTraps>(path, threads, 19);
    }

    private static void AssertSameAlone<TNetwork>(CodePath path, int threads, int count)
        where TNetwork : class, INetwork<TNetwork>
    {
        using TNetwork network = TNetwork.Create(2, TestSettings.Options(path, threads));
        int inputs = TNetwork.Info.InputShape.Length, outputs = TNetwork.Info.OutputShape.Length;
        float[] images = PortableNumbers.Uniform("images", count * inputs);
        var together = new float[count * outputs];
        network.Predict(images, together);

        for (int i = 0; i < count; i++)
        {
            var alone = new float[outputs];
            network.Predict(images.AsSpan(i * inputs, inputs), alone);
            Assert.Equal(alone, together[(i * outputs)..((i + 1) * outputs)]);
        }
    }

    /// <summary>Three steps, the last with a smaller batch.</summary>
    private static LeNet5 Train(CodePath path, int threads, ulong seed)
    {
        var network = new LeNet5(seed, TestSettings.Options(path, threads));
        var trainer = new Trainer<LeNet5>(network)
        {
            Optimizer = new Sgd { LearningRate = 0.05f, Momentum = 0.9f, WeightDecay = 5e-4f },
            BatchSize = 64,
            Epochs = 1,
            Seed = seed,
        };
        trainer.Fit(_digits);
        return network;
    }

    private static ParameterSet Step<TNetwork>(CodePath path, int threads)
        where TNetwork : class, INetwork<TNetwork>
    {
        TNetwork network = TNetwork.Create(5, TestSettings.Options(path, threads));
        var optimizer = new Adam();
        for (int step = 0; step < 2; step++)
        {
            float[] images = PortableNumbers.Uniform($"images{step}", 9 * TNetwork.Info.InputShape.Length);
            (_, float[] gradient) = CrossEntropy.Of(network.Forward(images), new int[9]);
            network.Backward(gradient);
            optimizer.Step(network.Parameters);
        }

        return network.Parameters;
    }
}
