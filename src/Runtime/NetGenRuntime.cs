using System.Runtime.Intrinsics.X86;

namespace NetGen;

/// <summary>What this process runs on.</summary>
public static class NetGenRuntime
{
    /// <summary>The best instruction set of this processor that networks have code for.</summary>
    public static CodePath ActivePath { get; } =
        IsSupported(CodePath.Avx512) ? CodePath.Avx512 :
        IsSupported(CodePath.Avx2) ? CodePath.Avx2 :
        CodePath.Vector128;

    /// <summary>
    /// Whether this process can run an instruction set. A NativeAOT executable built without IlcInstructionSet answers
    /// no to everything above 128 bits, whatever the processor has.
    /// </summary>
    public static bool IsSupported(CodePath path) => path switch
    {
        CodePath.Avx512 => Avx512F.IsSupported,
        CodePath.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        CodePath.Vector128 => true,
        _ => throw new ArgumentOutOfRangeException(nameof(path), path, "Not a code path."),
    };

    /// <summary>A path's name for people: AVX-512, AVX2, 128-bit.</summary>
    public static string Describe(CodePath path) => path switch
    {
        CodePath.Avx512 => "AVX-512",
        CodePath.Avx2 => "AVX2",
        CodePath.Vector128 => "128-bit",
        _ => throw new ArgumentOutOfRangeException(nameof(path), path, "Not a code path."),
    };

    /// <summary>The names of all paths that this process can run.</summary>
    internal static string DescribeSupported() =>
        string.Join(", ", Enum.GetValues<CodePath>().Where(IsSupported).Select(Describe));
}
