namespace NetGen.Reference;

/// <summary>
/// Inverted dropout. Whether an element is kept is a function of the step's key, the layer's salt, the image's number and the
/// element's index in C×H×W, so it is the same on every processor.
/// </summary>
public static class Dropout
{
    /// <summary>x N×C×H×W → y N×C×H×W; the same function takes dy to dx. Whole channels are kept as the element of their number.</summary>
    public static Tensor Forward(Tensor x, double probability, int salt, ulong key, bool wholeChannels = false)
    {
        Tensor y = x.Like();
        foreach ((int n, int c, int row, int column) in x.Indices)
        {
            uint element = (uint)(wholeChannels ? c : (((c * x.Rows) + row) * x.Width) + column);
            y[n, c, row, column] = IsKept(probability, salt, key, n, element) ? x[n, c, row, column] / (1 - probability) : 0;
        }

        return y;
    }

    /// <summary>An element is dropped when the upper 31 of its random bits, as a fraction, are below the probability.</summary>
    public static bool IsKept(double probability, int salt, ulong key, int image, uint element) =>
        Bits(salt, key, image, element) >> 1 >= (uint)(probability * (1u << 31));

    /// <summary>32 random bits of an element.</summary>
    public static uint Bits(int salt, ulong key, int image, uint element)
    {
        ulong mixed = Mix64(Mix64(key) ^ (((ulong)(uint)salt << 32) | (uint)image));
        return Mix32(Mix32(element + (uint)mixed) ^ (uint)(mixed >> 32));
    }

    /// <summary>The finaliser of SplitMix64, by Sebastiano Vigna, after a step of its counter.</summary>
    private static ulong Mix64(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    /// <summary>The 32-bit finaliser of least bias that Chris Wellons' search found.</summary>
    private static uint Mix32(uint x)
    {
        x = (x ^ (x >> 16)) * 0x21F0AAAD;
        x = (x ^ (x >> 15)) * 0xD35A2D97;
        return x ^ (x >> 15);
    }
}
