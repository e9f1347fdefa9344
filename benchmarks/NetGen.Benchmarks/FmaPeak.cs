namespace NetGen.Benchmarks;

/// <summary>The most multiply-adds that a core can do with an instruction set.</summary>
internal static class FmaPeak
{
    /// <summary>Floating-point operations of one run.</summary>
    public static double Operations(InstructionSet set, long iterations) => Runtime.FmaPeak.Operations(PathOf(set), iterations);

    /// <summary>Multiplies and adds in registers.</summary>
    public static void Run(InstructionSet set, long iterations) => Runtime.FmaPeak.Run(PathOf(set), iterations);

    private static CodePath PathOf(InstructionSet set) => Enum.Parse<CodePath>(set.Name);
}
