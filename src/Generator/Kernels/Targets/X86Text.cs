namespace NetGen.Generator.Kernels;

/// <summary>What the targets of x64 have in common.</summary>
internal static class X86Text
{
    /// <summary>The control byte of a permutation within four lanes that turns pairs, or all four.</summary>
    public static string NextOfFour(int group) => group == 2 ? "0xB1" : "0x39";

    public static string PrefetchNear(string pointer) => $"Sse.Prefetch0({pointer});";

    public static string PrefetchFar(string pointer) => $"Sse.Prefetch1({pointer});";
}
