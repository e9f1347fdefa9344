using System.Collections.Immutable;

namespace NetGen.Generator.Kernels;

/// <summary>The data of the targets that there are. Passes and kernels never read it: which of them a project has is an argument of its compilation.</summary>
internal static class Targets
{
    /// <summary>
    /// Zen 5 as a server part, which AVX-512's kernels were measured on: 48 KB, 1 MB, and 32 MB that four busy threads share, two ports for
    /// multiply-adds of any width.
    /// </summary>
    private static readonly Machine _server = new();

    public static Target Avx512 { get; } = new Avx512Target(
        "Avx512", VectorBytes: 64, Registers: 32, TargetFeatures.FusedMultiplyAdd | TargetFeatures.Prefetch | TargetFeatures.FastDecoding, _server);

    public static Target Avx2 { get; } = new Avx2Target(
        "Avx2", VectorBytes: 32, Registers: 16, TargetFeatures.FusedMultiplyAdd | TargetFeatures.Prefetch | TargetFeatures.FastDecoding, _server);

    /// <summary>Runs everywhere, so every project has it.</summary>
    public static Target Vector128 { get; } = new Vector128Target("Vector128", VectorBytes: 16, Registers: 16, TargetFeatures.None, _server);

    /// <summary>All, the widest first.</summary>
    public static ImmutableArray<Target> All { get; } = [Avx512, Avx2, Vector128];
}
