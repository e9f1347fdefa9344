using System.Diagnostics;

namespace NetGen.Peers;

/// <summary>NetGen or a peer with one network, ready to predict.</summary>
internal interface IContender : IDisposable
{
    /// <summary>Who it is: NetGen, ORT, torch.</summary>
    string Name { get; }

    /// <summary>Its version, and in which of its ways it runs the network.</summary>
    string Variant { get; }

    /// <summary>The largest difference from the kit's result, as a part of that result's largest value.</summary>
    double Error { get; }

    /// <summary>The process that it runs in.</summary>
    Process Process { get; }

    /// <summary>Predicts for some seconds. No other turn may run meanwhile.</summary>
    Timing Run(double seconds);
}

/// <summary>NetGen, in this process.</summary>
internal sealed class NetGenContender : IContender
{
    /// <summary>Enough for the JIT to compile everything a second time.</summary>
    private const double WarmUp = 0.5;

    private readonly IPredictor _network;
    private readonly float[] _images, _results, _expected;

    /// <summary>Loads a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weights">Its parameters.</param>
    /// <param name="model">The path of its input and result in the kit, all but the ending.</param>
    /// <param name="options">Threads and instruction set.</param>
    public NetGenContender(PeerNetwork network, string weights, string model, NetworkOptions options)
    {
        _images = PeerKit.Numbers(model + ".in");
        _expected = PeerKit.Numbers(model + ".out");
        _results = new float[_expected.Length];
        Variant = NetGenRuntime.Describe(options.Path ?? NetGenRuntime.ActivePath);
        _network = network.Load(weights, options);
        Run(WarmUp);
    }

    public string Name => "NetGen";

    public string Variant { get; }

    public double Error => RelativeError.Of(_results, _expected);

    public Process Process { get; } = Process.GetCurrentProcess();

    public Timing Run(double seconds) => Timing.Of(() => _network.Predict(_images, _results), seconds);

    public void Dispose() => _network.Dispose();
}

/// <summary>The measure of how far results are apart.</summary>
internal static class RelativeError
{
    /// <summary>The largest difference between two results, as a part of the expected result's largest absolute value.</summary>
    public static double Of(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        double largest = 0, difference = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            double distance = Math.Abs((double)actual[i] - expected[i]);
            difference = double.IsNaN(distance) ? double.PositiveInfinity : Math.Max(difference, distance);
        }

        return difference / largest;
    }
}
