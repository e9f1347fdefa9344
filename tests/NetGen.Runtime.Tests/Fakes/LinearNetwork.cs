namespace NetGen.Runtime.Tests.Fakes;

/// <summary>The class that the generator would write around <see cref="LinearPlan"/>.</summary>
internal sealed class LinearNetwork(NetworkState state) : INetwork<LinearNetwork>
{
    public static NetworkInfo Info => LinearPlan.Info;

    public ParameterSet Parameters => state.Parameters;

    public ulong RandomSeed
    {
        get => state.RandomSeed;
        set => state.RandomSeed = value;
    }

    public ulong Step
    {
        get => state.Step;
        set => state.Step = value;
    }

    public static LinearNetwork Create(ulong seed, NetworkOptions? options) =>
        new(new NetworkState(Info, path => new LinearPlan(path), seed, options));

    public static LinearNetwork Load(string path, NetworkOptions? options) =>
        new(NetworkState.Load(Info, codePath => new LinearPlan(codePath), path, options));

    public static LinearNetwork Load(string path, LoadOptions load, NetworkOptions? options) =>
        new(NetworkState.Load(Info, codePath => new LinearPlan(codePath), path, load, options));

    public void Predict(ReadOnlySpan<float> input, Span<float> output) => state.Predict(input, output);

    public ReadOnlySpan<float> Forward(ReadOnlySpan<float> input) => state.Forward(input);

    public void Backward(ReadOnlySpan<float> outputGradient) => state.Backward(outputGradient);

    public NetworkProfile Profile(ReadOnlySpan<float> input, int runs = 0) => state.Profile(input, runs);

    public void Save(string path) => state.Save(path);

    public void Dispose() => state.Dispose();
}
