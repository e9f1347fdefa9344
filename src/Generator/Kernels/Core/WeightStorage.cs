namespace NetGen.Generator.Kernels;

/// <summary>How the packed weights of a kernel are stored; the runtime has the same.</summary>
internal enum WeightStorage
{
    /// <summary>Single precision.</summary>
    Plain,

    /// <summary>Rounded to bfloat16, half the length.</summary>
    BFloat16,

    /// <summary>Single precision in 28 bits, without loss: see the runtime's PackedBits28.</summary>
    Bits28,
}
