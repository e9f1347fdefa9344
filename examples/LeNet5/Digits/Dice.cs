namespace NetGen.Examples.Digits;

/// <summary>SplitMix64: random numbers that are the same for a seed on every machine.</summary>
internal struct Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The dice of one image, independent of those of its neighbours.</summary>
    public static Dice For(int seed, int index)
    {
        var mixer = new Dice(((ulong)(uint)seed << 32) | (uint)index);
        return new Dice(mixer.Bits());
    }

    /// <summary>A whole number from 0 to <paramref name="count"/> − 1.</summary>
    public int Pick(int count) => (int)((Bits() >> 33) * (ulong)count >> 31);

    /// <summary>Anything from <paramref name="low"/> to <paramref name="high"/>, all equally likely.</summary>
    public float Between(float low, float high) => low + ((high - low) * (Bits() >> 40) * (1f / (1 << 24)));

    /// <summary>
    /// About 0, rarely more than two <paramref name="deviation"/>s away: the sum of four uniform numbers, which is close
    /// enough to a normal distribution here and cannot run away.
    /// </summary>
    public float Around(float deviation)
    {
        ulong bits = Bits();
        int sum = (int)(ushort)bits + (ushort)(bits >> 16) + (ushort)(bits >> 32) + (ushort)(bits >> 48);
        const float Scale = 1.7320508f / 65536;
        return deviation * Scale * (sum - (2 * 65535));
    }

    private ulong Bits()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
