namespace NetGen.Runtime;

/// <summary>
/// Normally distributed numbers that are the same bits on every machine: only additions, multiplications, divisions and
/// square roots, which IEEE 754 rounds exactly, and never a library's logarithm.
/// </summary>
internal static class NormalDistribution
{
    private const double Ln2 = 0.69314718055994530941723212145818;

    /// <summary>Two independent samples of mean 0 and variance 1 by Marsaglia's polar method.</summary>
    public static (double First, double Second) SamplePair(ref SplitMix64 random)
    {
        while (true)
        {
            double x = (2 * random.NextDouble()) - 1;
            double y = (2 * random.NextDouble()) - 1;
            double square = (x * x) + (y * y);
            if (square is > 0 and < 1)
            {
                double scale = Math.Sqrt(-2 * Log(square) / square);
                return (x * scale, y * scale);
            }
        }
    }

    /// <summary>One sample of mean 0 and variance 1.</summary>
    public static double Sample(ref SplitMix64 random) => SamplePair(ref random).First;

    /// <summary>The natural logarithm of a normal positive number, good to about one unit in the fifteenth digit.</summary>
    /// <remarks>x = m·2^e with m in [√½, √2); ln m = 2·artanh(z) with z = (m−1)/(m+1), |z| ≤ 0.172, as a series in z².</remarks>
    internal static double Log(double x)
    {
        const double HalfRoot2 = 0.70710678118654752440;
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - 1022;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | (1022L << 52));
        if (mantissa < HalfRoot2)
        {
            mantissa *= 2;
            exponent--;
        }

        double z = (mantissa - 1) / (mantissa + 1);
        double square = z * z;
        double sum = 0;
        for (int power = 21; power >= 1; power -= 2)
        {
            sum = (sum * square) + (1.0 / power);
        }

        return (exponent * Ln2) + (2 * z * sum);
    }
}
