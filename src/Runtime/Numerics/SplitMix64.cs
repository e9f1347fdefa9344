namespace NetGen.Runtime;

/// <summary>
/// Steele, Lea and Flood's SplitMix64: a counter through a bijective mix. Integers only, so the same numbers everywhere.
/// </summary>
internal struct SplitMix64(ulong seed)
{
    private const ulong Increment = 0x9E3779B97F4A7C15;
    private ulong _state = seed;

    /// <summary>Mixes the bits of a number so that each depends on all.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>A key that differs in about half of its bits when either number changes in one.</summary>
    public static ulong Combine(ulong first, ulong second) =>
        Mix(Mix(first + Increment) + (second * Increment) + Increment);

    /// <summary>The next 64 random bits.</summary>
    public ulong Next() => Mix(_state += Increment);

    /// <summary>A number in [0, 1) of 53 random bits.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number in [0, bound), each equally likely (Lemire's multiplication with rejection).</summary>
    public int NextBelow(int bound)
    {
        ulong range = (ulong)bound;
        ulong low;
        ulong high = Math.BigMul(Next(), range, out low);
        if (low < range)
        {
            ulong threshold = (0 - range) % range;
            while (low < threshold)
            {
                high = Math.BigMul(Next(), range, out low);
            }
        }

        return (int)high;
    }
}
