namespace NetGen.Peers;

/// <summary>What the user asked to measure.</summary>
/// <param name="Kit">Where peers, weights and images are.</param>
/// <param name="Networks">The networks, in this order.</param>
internal sealed record InferenceSettings(PeerKit Kit, IReadOnlyList<PeerNetwork> Networks)
{
    public const int DefaultRounds = 5;
    public const double DefaultSeconds = 0.5;

    /// <summary>Threads that share the work of one prediction.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Images of one prediction.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Turns of each.</summary>
    public int Rounds { get; init; } = DefaultRounds;

    /// <summary>The length of a turn.</summary>
    public double Seconds { get; init; } = DefaultSeconds;

    /// <summary>A file for the results; null is none.</summary>
    public string? Json { get; init; }

    /// <summary>NetGen's instruction set; AVX2 is PyTorch's too.</summary>
    public CodePath Path { get; init; } = NetGenRuntime.ActivePath;

    /// <summary>Who takes part beside NetGen.</summary>
    public Peers Peers { get; init; } = Peers.Both;
}
