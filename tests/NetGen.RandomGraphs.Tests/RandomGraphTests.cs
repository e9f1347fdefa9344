using NetGen.RandomGraphs.Tests.Running;

namespace NetGen.RandomGraphs.Tests;

// Two classes, because classes run side by side.

public sealed class EvenRandomGraphTests() : RandomGraphTests
{
    public static TheoryData<CodePath, int> Rows => RowsFrom(0);

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_network_agrees_with_the_reference(CodePath path, int index) => Check(path, index);
}

public sealed class OddRandomGraphTests() : RandomGraphTests
{
    public static TheoryData<CodePath, int> Rows => RowsFrom(1);

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_network_agrees_with_the_reference(CodePath path, int index) => Check(path, index);
}

/// <summary>
/// Predictions, training steps and all gradients of random networks are those of the naive reference in doubles, on the code path of this
/// process, in the whole suite on every one that it supports; what it lacks has no rows, so that the count tells. Another suite is drawn by setting
/// NETGEN_RANDOM_SEED.
/// </summary>
public abstract class RandomGraphTests
{
    /// <summary>Every other network, on every tested path.</summary>
    protected static TheoryData<CodePath, int> RowsFrom(int first)
    {
        var rows = new TheoryData<CodePath, int>();
        foreach (CodePath path in Suite.IsWhole ? Enum.GetValues<CodePath>().Where(NetGenRuntime.IsSupported) : [NetGenRuntime.ActivePath])
        {
            for (int index = first; index < RandomSuite.Count; index += 2) rows.Add(path, index);
        }

        return rows;
    }

    protected static void Check(CodePath path, int index)
    {
        RandomNetwork network = RandomSuite.Current.Networks[index];
        Type runner = typeof(NetworkRunner<>).MakeGenericType(RandomSuite.Current.TypeOf(network));
        foreach (int threads in new[] { 1, 2 }) ((INetworkRunner)Activator.CreateInstance(runner)!).Check(network, path, threads);
    }
}
