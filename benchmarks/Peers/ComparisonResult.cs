namespace NetGen.Peers;

/// <summary>One network's turns.</summary>
/// <param name="Network">The network.</param>
/// <param name="Batch">Images of one prediction.</param>
/// <param name="Threads">Threads that shared the work.</param>
/// <param name="Contenders">NetGen first, then the peers.</param>
internal sealed record ComparisonResult(PeerNetwork Network, int Batch, int Threads, IReadOnlyList<ContenderResult> Contenders)
{
    /// <summary>NetGen's turns.</summary>
    public ContenderResult NetGen => Contenders[0];

    /// <summary>The faster peer; null without peers.</summary>
    public ContenderResult? BestPeer => Contenders.Skip(1).MinBy(peer => peer.Median);

    /// <summary>The best peer's median through NetGen's; above 1 NetGen is faster.</summary>
    public double? Ratio => BestPeer?.Median / NetGen.Median;

    /// <summary>The same of the shortest predictions, which a busy machine disturbs least.</summary>
    public double? RatioOfMinima => Contenders.Count > 1 ? Contenders.Skip(1).Min(peer => peer.Minimum) / NetGen.Minimum : null;

    /// <summary>The smallest and the largest ratio of one round.</summary>
    public (double Least, double Most)? Spread
    {
        get
        {
            if (BestPeer is not { } peer) return null;
            double[] ratios = [.. peer.Turns.Zip(NetGen.Turns, (theirs, ours) => theirs.Median / ours.Median)];
            return (ratios.Min(), ratios.Max());
        }
    }

    /// <summary>The most that other processes used of these cores during one turn.</summary>
    public double OtherCpu => Contenders.SelectMany(contender => contender.Turns).Max(turn => turn.OtherCpu);
}

/// <summary>NetGen's or a peer's turns.</summary>
/// <param name="Name">Who it is.</param>
/// <param name="Variant">Its version and way.</param>
/// <param name="Error">The largest difference from the kit's result, as a part of that result's largest value.</param>
/// <param name="Turns">One for each round.</param>
internal sealed record ContenderResult(string Name, string Variant, double Error, IReadOnlyList<Timing> Turns)
{
    /// <summary>The median of the rounds' medians, in milliseconds.</summary>
    public double Median => Turns.Select(turn => turn.Median).Order().ElementAt(Turns.Count / 2);

    /// <summary>The shortest prediction, in milliseconds.</summary>
    public double Minimum => Turns.Min(turn => turn.Minimum);
}
