using System.Diagnostics;

namespace NetGen.Examples.Zoo;

/// <summary>A network of the zoo, and what is published about it.</summary>
/// <param name="Info">What NetGen knows of it.</param>
/// <param name="Published">What others say.</param>
/// <param name="Predict">Makes the network and runs it.</param>
internal sealed record ZooNetwork(NetworkInfo Info, PublishedFigures Published, Predictor Predict)
{
    private const ulong Seed = 42;

    /// <summary>Trainable numbers of a prediction: without auxiliary classifiers, which figures are published without.</summary>
    public long Parameters => Info.Parameters.Where(parameter => parameter.IsTrainable && IsPredicted(parameter.Name)).Sum(parameter => (long)parameter.Length);

    /// <summary>Multiplications with an addition that the prediction of one image takes.</summary>
    public long MultiplyAdds => Info.Layers.Where(layer => IsPredicted(layer.Name)).Sum(layer => layer.MultiplyAdds);

    /// <summary>Describes a network by its generated class.</summary>
    public static ZooNetwork Of<TNetwork>(PublishedFigures published)
        where TNetwork : class, INetwork<TNetwork> => new(TNetwork.Info, published, Run<TNetwork>);

    /// <summary>Names begin with their stage's name, its first letter in lower case.</summary>
    private bool IsPredicted(string name) =>
        !Info.Outputs.Any(output => output.IsAuxiliary && name.StartsWith(output.Name + ".", StringComparison.OrdinalIgnoreCase));

    private static (float[] Logits, TimeSpan Time) Run<TNetwork>(float[] image, string? weights, NetworkOptions options)
        where TNetwork : class, INetwork<TNetwork>
    {
        using TNetwork network = weights is null ? TNetwork.Create(Seed, options) : TNetwork.Load(weights, options);
        var logits = new float[TNetwork.Info.OutputShape.Length];
        network.Predict(image, logits);

        // The first run compiles the kernels and packs the weights; what one more takes is what every other takes.
        long begin = Stopwatch.GetTimestamp();
        network.Predict(image, logits);
        return (logits, Stopwatch.GetElapsedTime(begin));
    }
}

/// <summary>Makes a network, with random parameters or those of a file, and runs it on an image.</summary>
internal delegate (float[] Logits, TimeSpan Time) Predictor(float[] image, string? weights, NetworkOptions options);

/// <summary>What is published about a network.</summary>
/// <param name="Parameters">How many it has, as written there; null where nothing is.</param>
/// <param name="MultiplyAdds">What one image takes, as written there; null where nothing is.</param>
/// <param name="Where">Paper, or torchvision: the metadata of its pretrained weights.</param>
internal sealed record PublishedFigures(string? Parameters, string? MultiplyAdds, string Where);
