using System.Text.Json;

namespace NetGen.Peers;

/// <summary>Results as lines of JSON.</summary>
internal static class ComparisonJson
{
    /// <summary>One network, with every turn of NetGen and the peers; times in milliseconds.</summary>
    public static string Line(ComparisonResult result, CodePath path) => JsonSerializer.Serialize(new
    {
        network = result.Network.Name,
        batch = result.Batch,
        threads = result.Threads,
        path = path.ToString(),
        multiply_adds = result.Network.Info.MultiplyAdds * result.Batch,
        netgen = result.NetGen.Median,
        best_peer = result.BestPeer?.Name,
        ratio = result.Ratio,
        ratio_least = result.Spread?.Least,
        ratio_most = result.Spread?.Most,
        ratio_of_minima = result.RatioOfMinima,
        contenders = result.Contenders.Select(contender => new
        {
            name = contender.Name,
            variant = contender.Variant,
            error = contender.Error,
            median = contender.Median,
            minimum = contender.Minimum,
            medians = contender.Turns.Select(turn => turn.Median),
            runs = contender.Turns.Sum(turn => turn.Runs),
            other_cpu = contender.Turns.Max(turn => turn.OtherCpu),
        }),
    });
}
