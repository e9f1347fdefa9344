namespace NetGen.Generator.Kernels;

/// <summary>How a number is stored.</summary>
/// <param name="Name">In sentences and names of kernels.</param>
/// <param name="Bits">Of one number in memory; numbers of a width that is no whole byte are stored in groups.</param>
/// <param name="Pointer">What memory of such numbers is pointed to as, in C#.</param>
internal sealed record ElementType(string Name, int Bits, string Pointer)
{
    /// <summary>What every tensor holds, and every sum.</summary>
    public static ElementType Float32 { get; } = new("Float32", 32, "float");

    /// <summary>The upper half of a float.</summary>
    public static ElementType BFloat16 { get; } = new("BFloat16", 16, "ushort");

    /// <summary>A float with a small exponent, eight of them in the memory of seven floats.</summary>
    public static ElementType Bits28 { get; } = new("Bits28", 28, "float");

    /// <summary>Bytes of so many numbers.</summary>
    public long BytesOf(long length) => length * Bits / 8;
}
