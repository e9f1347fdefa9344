namespace NetGen;

/// <summary>The instruction sets that kernels are generated for.</summary>
public enum CodePath
{
    /// <summary>128-bit vectors: SSE on any x64 processor, NEON on ARM64.</summary>
    Vector128,

    /// <summary>256-bit vectors with fused multiply-add: AVX2 and FMA.</summary>
    Avx2,

    /// <summary>512-bit vectors: AVX-512F.</summary>
    Avx512,
}
