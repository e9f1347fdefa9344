using NetGen.Examples;

namespace NetGen.Networks.Tests;

/// <summary>After the first call, nothing allocates managed memory.</summary>
public sealed class AllocationTests
{
    [Theory]
    [MemberData(nameof(TestSettings.All), MemberType = typeof(TestSettings))]
    public void Predicting_allocates_nothing(CodePath path, int threads)
    {
        using var network = new LeNet5(seed: 1, TestSettings.Options(path, threads));
        float[] images = PortableNumbers.Uniform("images", 20 * LeNet5.InputLength);
        var logits = new float[20 * LeNet5.OutputLength];

        Assert.Equal(0, BytesOf(() =>
        {
            network.Predict(images, logits);
            network.Predict(images.AsSpan(0, LeNet5.InputLength), logits.AsSpan(0, LeNet5.OutputLength));
        }));
    }

    [Theory]
    [MemberData(nameof(TestSettings.All), MemberType = typeof(TestSettings))]
    public void A_training_step_allocates_nothing(CodePath path, int threads)
    {
        using var lenet = new LeNet5(seed: 1, TestSettings.Options(path, threads));
        using var traps = new ConvTraps(seed: 1, TestSettings.Options(path, threads));

        Assert.Equal(0, BytesOfStep(lenet));
        Assert.Equal(0, BytesOfStep(traps));
    }

    private static long BytesOfStep<TNetwork>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork>
    {
        float[] images = PortableNumbers.Uniform("images", 4 * TNetwork.Info.InputShape.Length);
        int[] labels = [0, 1, 2, 3];
        var gradient = new float[4 * TNetwork.Info.OutputShape.Length];
        var loss = new CrossEntropyLoss();
        var optimizer = new Sgd { LearningRate = 0.01f, Momentum = 0.9f };
        return BytesOf(() =>
        {
            loss.Compute(network.Forward(images), labels, gradient);
            network.Backward(gradient);
            optimizer.Step(network.Parameters);
        });
    }

    /// <summary>
    /// What a few calls allocate on this thread, after some that compile and reserve what is needed. A collection that another
    /// test causes in the background retires this thread's allocation buffer, and what is left of it counts as allocated;
    /// therefore it is retired before.
    /// </summary>
    private static long BytesOf(Action action)
    {
        for (int i = 0; i < 3; i++) action();
        GC.Collect();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 5; i++) action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
