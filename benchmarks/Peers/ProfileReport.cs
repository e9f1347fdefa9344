namespace NetGen.Peers;

/// <summary>Prints NetGen's profiles of networks with the kit's weights and images.</summary>
internal static class ProfileReport
{
    /// <summary>Measures and prints.</summary>
    public static void Run(InferenceSettings settings, TextWriter output)
    {
        Cores.Pin(Cores.For(settings.Threads));
        var options = new NetworkOptions { Path = settings.Path, Threads = settings.Threads };
        foreach (PeerNetwork network in settings.Networks)
        {
            float[] images = PeerKit.Numbers(settings.Kit.Model(network.Model, settings.Batch) + ".in");
            using IPredictor predictor = network.Load(WeightStore.File(settings.Kit, network), options);
            output.WriteLine(predictor.Profile(images));
            output.WriteLine();
        }
    }
}
