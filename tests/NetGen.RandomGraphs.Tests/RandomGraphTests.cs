using NetGen.RandomGraphs.Tests.Running;

namespace NetGen.RandomGraphs.Tests;

// One class for each instruction set, because classes run side by side.

public sealed class Avx512RandomGraphTests() : RandomGraphTests(CodePath.Avx512);

public sealed class Avx2RandomGraphTests() : RandomGraphTests(CodePath.Avx2);

public sealed class Vector128RandomGraphTests() : RandomGraphTests(CodePath.Vector128);

/// <summary>
/// Predictions, training steps and all gradients of random networks are those of the naive reference in doubles. Another
/// suite is drawn by setting NETGEN_RANDOM_SEED.
/// </summary>
public abstract class RandomGraphTests(CodePath path)
{
    public static TheoryData<int> Networks => [.. Enumerable.Range(0, RandomSuite.Count)];

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_network_agrees_with_the_reference(int index)
    {
        if (!NetGenRuntime.IsSupported(path)) return;
        RandomNetwork network = RandomSuite.Current.Networks[index];
        Type runner = typeof(NetworkRunner<>).MakeGenericType(RandomSuite.Current.TypeOf(network));
        foreach (int threads in new[] { 1, 2 }) ((INetworkRunner)Activator.CreateInstance(runner)!).Check(network, path, threads);
    }
}
