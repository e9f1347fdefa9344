using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using NetGen.Generator.Graph;
using NetGen.RandomGraphs.Tests.Drawing;
using NetGen.RandomGraphs.Tests.Oracle;

namespace NetGen.RandomGraphs.Tests.Running;

/// <summary>All networks: drawn, read, computed by the reference, and, when it is asked for, compiled as one project.</summary>
internal sealed class RandomSuite
{
    /// <summary>How many networks; the everyday run has a third of the whole suite's.</summary>
    public static int Count { get; } = Suite.IsWhole ? 300 : 100;

    /// <summary>The environment variable that draws other networks.</summary>
    public const string SeedVariable = "NETGEN_RANDOM_SEED";

    private const int UsualSeed = 20_000;

    private static readonly Lazy<RandomSuite> _current = new(() => new RandomSuite(SeedFromEnvironment(), Count));

    private readonly Lazy<Assembly> _assembly;

    public RandomSuite(int seed, int count)
    {
        Blocks = new BlockLibrary(seed, rounds: 3);
        Networks = Draw(seed, count, Blocks);
        _assembly = new Lazy<Assembly>(() => UserProject.Build([Blocks.Source, .. Networks.Select(network => network.Source)]));
    }

    /// <summary>The suite of this run.</summary>
    public static RandomSuite Current => _current.Value;

    public BlockLibrary Blocks { get; }

    public IReadOnlyList<RandomNetwork> Networks { get; }

    /// <summary>The class of a network.</summary>
    public Type TypeOf(RandomNetwork network) => _assembly.Value.GetType(network.Name, throwOnError: true)!;

    /// <summary>Draws until each network has numbers whose answer does not hang on roundings.</summary>
    private static RandomNetwork[] Draw(int seed, int count, BlockLibrary blocks)
    {
        var done = new RandomNetwork?[count];
        for (int round = 0; done.Contains(null); round++)
        {
            Dictionary<string, string> sources = [];
            foreach (int index in Missing(done)) sources[NameOf(index)] = NetworkWriter.Write(SeedOf(seed, index, round), NameOf(index), blocks);
            Dictionary<string, NetworkGraph> graphs = UserProject.Read(blocks.Source, sources);
            Parallel.ForEach(Partitioner.Create(Missing(done), EnumerablePartitionerOptions.NoBuffering), index =>
            {
                (string name, int own) = (NameOf(index), SeedOf(seed, index, round));
                if (Trial.Draw(graphs[name], own) is { } trial) done[index] = new RandomNetwork(name, own, sources[name], graphs[name], trial);
            });
        }

        return done!;
    }

    private static int[] Missing(RandomNetwork?[] done) => [.. Enumerable.Range(0, done.Length).Where(index => done[index] is null)];

    private static string NameOf(int index) => string.Create(CultureInfo.InvariantCulture, $"Network{index:D3}");

    private static int SeedOf(int seed, int index, int round) => seed + index + (10_000 * round);

    private static int SeedFromEnvironment() =>
        int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), CultureInfo.InvariantCulture, out int seed) ? seed : UsualSeed;
}
