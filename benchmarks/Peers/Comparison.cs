using System.Diagnostics;
using NetGen.Peers.Workers;

namespace NetGen.Peers;

/// <summary>Runs NetGen and the peers with one network in turns, so that a change of the machine's speed meets all of them.</summary>
internal static class Comparison
{
    /// <summary>Measures a network.</summary>
    /// <exception cref="PeerException">A peer is missing or failed.</exception>
    public static ComparisonResult Run(InferenceSettings settings, PeerNetwork network)
    {
        var contenders = new List<IContender>();
        try
        {
            string model = settings.Kit.Model(network.Model, settings.Batch);
            string weights = WeightStore.File(settings.Kit, network);
            if (settings.Peers.HasFlag(Peers.Ort)) contenders.Add(PeerWorker.Ort(settings, network));
            if (settings.Peers.HasFlag(Peers.Torch)) contenders.Add(PeerWorker.Torch(settings, network));
            var options = new NetworkOptions { Path = settings.Path, Threads = settings.Threads };
            contenders.Insert(0, new NetGenContender(network, weights, model, options));
            return new ComparisonResult(network, settings.Batch, settings.Threads, TakeTurns(settings, contenders));
        }
        finally
        {
            contenders.ForEach(contender => contender.Dispose());
        }
    }

    private static ContenderResult[] TakeTurns(InferenceSettings settings, List<IContender> contenders)
    {
        int[] cores = Cores.For(settings.Threads);
        var turns = contenders.Select(_ => new List<Timing>()).ToArray();
        for (int round = 0; round < settings.Rounds; round++)
        {
            for (int i = 0; i < turns.Length; i++) turns[i].Add(Turn(contenders[i], settings.Seconds, cores));
        }

        return [.. contenders.Zip(turns, (contender, timings) => new ContenderResult(contender.Name, contender.Variant, contender.Error, [.. timings]))];
    }

    private static Timing Turn(IContender contender, double seconds, int[] cores)
    {
        (double busy, double used) = (Cores.Busy(cores), Used(contender.Process));
        long begin = Stopwatch.GetTimestamp();
        Timing timing = contender.Run(seconds);
        double elapsed = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        double others = (Cores.Busy(cores) - busy - (Used(contender.Process) - used)) / elapsed;
        return timing with { OtherCpu = Math.Max(0, others) };
    }

    private static double Used(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime.TotalSeconds;
    }
}
