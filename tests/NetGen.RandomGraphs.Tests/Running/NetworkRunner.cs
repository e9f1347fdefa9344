using NetGen.RandomGraphs.Tests.Oracle;

namespace NetGen.RandomGraphs.Tests.Running;

/// <summary>Runs a generated network and compares all that it computes with the reference.</summary>
internal interface INetworkRunner
{
    /// <summary>Fails with the network's source and the tensor that differs.</summary>
    void Check(RandomNetwork network, CodePath path, int threads);
}

/// <summary>The runner of one class.</summary>
internal sealed class NetworkRunner<TNetwork> : INetworkRunner
    where TNetwork : class, INetwork<TNetwork>
{
    public void Check(RandomNetwork network, CodePath path, int threads)
    {
        var compare = new Comparison(network, path, threads);
        CheckPrediction(network, compare, new NetworkOptions { Path = path, Threads = threads, Allocator = new PoisonedAllocator() });
        CheckTraining(network, compare, new NetworkOptions { Path = path, Threads = threads });
    }

    private static void CheckPrediction(RandomNetwork network, Comparison compare, NetworkOptions options)
    {
        using TNetwork instance = Create(network, options);
        float[] images = network.Trial.Values.Images;
        int length = images.Length / NetworkValues.Batch;
        float[] batch = new float[NetworkValues.Batch * TNetwork.Info.OutputShape.Length], one = new float[TNetwork.Info.OutputShape.Length];
        instance.Predict(images, batch);
        compare.Outputs("prediction", batch, network.Trial.Predicted);
        instance.Predict(images.AsSpan(^length..), one);
        compare.Same("prediction of one image", one, batch.AsSpan(^one.Length..));
    }

    /// <summary>Twice, because the second step must find nothing left of the first in memory.</summary>
    private static void CheckTraining(RandomNetwork network, Comparison compare, NetworkOptions options)
    {
        using TNetwork instance = Create(network, options);
        instance.RandomSeed = Trial.RandomSeed;
        TrainingResult expected = network.Trial.Trained;
        compare.Outputs("forward", instance.Forward(network.Trial.Values.Images), expected.Outputs);
        foreach ((string name, Tensor statistic) in expected.Statistics) compare.Statistic(name, instance.Parameters[name].Values, statistic);
        instance.Backward(network.Trial.Values.Gradients);
        Parameter[] learned = [.. instance.Parameters.Where(parameter => parameter.IsTrainable)];
        compare.Names(learned.Select(parameter => parameter.Name), expected.Gradients.Keys);
        foreach (Parameter parameter in learned) compare.Gradient(parameter.Name, parameter.Gradient, expected.Gradients[parameter.Name]);

        float[][] first = [.. learned.Select(parameter => parameter.Gradient.ToArray())];
        instance.Step = 0;
        instance.Forward(network.Trial.Values.Images);
        instance.Backward(network.Trial.Values.Gradients);
        for (int i = 0; i < learned.Length; i++) compare.Same("second gradient by " + learned[i].Name, learned[i].Gradient, first[i]);
    }

    private static TNetwork Create(RandomNetwork network, NetworkOptions options)
    {
        TNetwork instance = TNetwork.Create(1, options);
        foreach ((string name, Tensor values) in network.Trial.Values.Parameters)
        {
            Span<float> target = instance.Parameters[name].EditValues();
            Assert.Equal(values.Values.Length, target.Length);
            for (int i = 0; i < target.Length; i++) target[i] = (float)values.Values[i];
        }

        return instance;
    }
}
