namespace NetGen.Peers;

/// <summary>Who takes part beside NetGen.</summary>
[Flags]
internal enum Peers
{
    None = 0,
    Ort = 1,
    Torch = 2,
    Both = Ort | Torch,
}

/// <summary>The peers' names on the command line, and who can run without AVX-512.</summary>
internal static class PeerNames
{
    /// <summary>Reads <c>ort</c>, <c>torch</c>, <c>ort,torch</c> or <c>none</c>.</summary>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public static Peers Parse(string text) => text == "none" ? Peers.None : text.Split(',').Aggregate(Peers.None, (peers, name) => peers | (name switch
    {
        "ort" => Peers.Ort,
        "torch" => Peers.Torch,
        _ => throw new ArgumentException($"--peers must be ort, torch, both with a comma, or none, not '{text}'."),
    }));

    /// <summary>The peers that the user named, or those that can run on an instruction set.</summary>
    /// <exception cref="ArgumentException">The user named one that cannot.</exception>
    public static Peers Choose(Peers? named, CodePath path) => Choose(named, path, HasAvx512());

    /// <summary>The same on a processor with AVX-512 or without.</summary>
    public static Peers Choose(Peers? named, CodePath path, bool hasAvx512)
    {
        bool ortFits = path == CodePath.Avx512 || !hasAvx512;
        if (!ortFits && named is { } peers && peers.HasFlag(Peers.Ort))
        {
            throw new ArgumentException("ONNX Runtime cannot leave out AVX-512; run without --path, or with --peers torch.");
        }

        return named ?? (ortFits ? Peers.Both : Peers.Torch);
    }

    /// <summary>Whether the processor has AVX-512, even where .NET was told not to use it.</summary>
    private static bool HasAvx512() => File.Exists("/proc/cpuinfo") && File.ReadAllText("/proc/cpuinfo").Contains(" avx512f ", StringComparison.Ordinal);
}
