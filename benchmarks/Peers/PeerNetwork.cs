namespace NetGen.Peers;

/// <summary>A network that NetGen and the peers run.</summary>
/// <param name="Name">Its name here.</param>
/// <param name="Info">What NetGen knows of it.</param>
/// <param name="Load">Makes it with the parameters of a file.</param>
internal sealed record PeerNetwork(string Name, NetworkInfo Info, Func<string, NetworkOptions, IPredictor> Load)
{
    /// <summary>The kit's name, where it is another.</summary>
    public string Model { get; init; } = Name;

    /// <summary>Whether some weights are rounded to bfloat16, so that results differ more.</summary>
    public bool Rounds { get; init; }

    /// <summary>Above this difference from the kit's result, as a part of its largest value, something is wrong.</summary>
    public double LargestError => Rounds ? 2e-2 : 1e-3;

    /// <summary>Describes a network by its generated class.</summary>
    public static PeerNetwork Of<TNetwork>(string name)
        where TNetwork : class, INetwork<TNetwork> =>
        new(name, TNetwork.Info, (weights, options) => new Predictor<TNetwork>(TNetwork.Load(weights, options)));

    private sealed class Predictor<TNetwork>(TNetwork network) : IPredictor
        where TNetwork : class, INetwork<TNetwork>
    {
        public void Predict(float[] images, float[] results) => network.Predict(images, results);

        public NetworkProfile Profile(float[] images) => network.Profile(images);

        public void Dispose() => network.Dispose();
    }
}

/// <summary>A network with its parameters.</summary>
internal interface IPredictor : IDisposable
{
    /// <summary>Runs N images.</summary>
    void Predict(float[] images, float[] results);

    /// <summary>Times the steps of predictions of N images.</summary>
    NetworkProfile Profile(float[] images);
}
