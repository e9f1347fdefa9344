using NetGen.Examples;
using NetGen.Examples.Digits;

namespace NetGen.Networks.Tests;

public sealed class LearningTests
{
    [Theory]
    [MemberData(nameof(TestSettings.Paths), MemberType = typeof(TestSettings))]
    public void LeNet5_learns_a_few_hundred_digits_and_recognises_others(CodePath path)
    {
        using var network = new LeNet5(seed: 1, TestSettings.Options(path, threads: 2));
        var trainer = new Trainer<LeNet5>(network)
        {
            Optimizer = new Sgd { LearningRate = 0.02f, Momentum = 0.9f },
            BatchSize = 32,
            Epochs = 6,
            Seed = 1,
        };

        TrainingHistory history = trainer.Fit(RenderedDigits.Create(seed: 1, count: 600));

        // Before it has learned anything the loss is about ln 10 = 2.3.
        Assert.True(history.Epochs[^1].Training.Loss < 0.5 * history.Epochs[0].Training.Loss);
        Assert.True(trainer.Evaluate(RenderedDigits.Create(seed: 2, count: 300)).Accuracy > 0.8);
    }
}
