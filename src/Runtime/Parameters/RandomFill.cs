namespace NetGen.Runtime;

/// <summary>
/// Fills a parameter with random values that depend on a key and on their position only, so that threads may split
/// them and the bits stay the same.
/// </summary>
internal abstract unsafe class RandomFill : TeamWork
{
    /// <summary>Values in a piece: an even number, because normal values come in pairs, and more work than waking a thread.</summary>
    private const int Piece = 1 << 13;

    private float* _values;
    private int _length;

    /// <summary>Fills all values.</summary>
    public void Run(ThreadTeam team, Span<float> values)
    {
        fixed (float* pointer = values)
        {
            _values = pointer;
            _length = values.Length;
            team.For((values.Length + Piece - 1) / Piece, this);
        }
    }

    /// <inheritdoc/>
    public sealed override void Run(int begin, int end) =>
        Fill(_values, begin * Piece, (int)Math.Min((long)end * Piece, _length));

    /// <summary>Fills values of a parameter from an even position up to another.</summary>
    protected abstract void Fill(float* values, int begin, int end);

    /// <summary>The random numbers of a position.</summary>
    private static SplitMix64 RandomAt(ulong key, int position) => new(SplitMix64.Combine(key, (ulong)position));

    /// <summary>Mean 0, with a standard deviation.</summary>
    public sealed class Normal(ulong key, double standardDeviation) : RandomFill
    {
        protected override void Fill(float* values, int begin, int end)
        {
            for (int i = begin; i < end; i += 2)
            {
                SplitMix64 random = RandomAt(key, i);
                (double first, double second) = NormalDistribution.SamplePair(ref random);
                values[i] = (float)(standardDeviation * first);
                if (i + 1 < end)
                {
                    values[i + 1] = (float)(standardDeviation * second);
                }
            }
        }
    }

    /// <summary>Mean 0, with a standard deviation, drawn again beyond two of them.</summary>
    public sealed class TruncatedNormal(ulong key, double standardDeviation) : RandomFill
    {
        protected override void Fill(float* values, int begin, int end)
        {
            for (int i = begin; i < end; i++)
            {
                SplitMix64 random = RandomAt(key, i);
                double sample;
                do
                {
                    sample = NormalDistribution.Sample(ref random);
                }
                while (Math.Abs(sample) > 2);

                values[i] = (float)(standardDeviation * sample);
            }
        }
    }

    /// <summary>Between minus a bound and the bound, each equally likely.</summary>
    public sealed class Uniform(ulong key, double bound) : RandomFill
    {
        protected override void Fill(float* values, int begin, int end)
        {
            for (int i = begin; i < end; i++)
            {
                SplitMix64 random = RandomAt(key, i);
                values[i] = (float)(bound * ((2 * random.NextDouble()) - 1));
            }
        }
    }
}
