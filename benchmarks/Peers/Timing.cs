using System.Diagnostics;

namespace NetGen.Peers;

/// <summary>The predictions of one turn.</summary>
/// <param name="Median">Milliseconds.</param>
/// <param name="Minimum">Milliseconds.</param>
/// <param name="Runs">Predictions that were timed.</param>
internal sealed record Timing(double Median, double Minimum, int Runs)
{
    private const int MostRuns = 20_000;
    private static readonly double[] _milliseconds = new double[MostRuns];

    /// <summary>Cores that other processes used meanwhile, of those that the turn had.</summary>
    public double OtherCpu { get; init; }

    /// <summary>Times an action again and again, after a warm-up of a tenth of the time.</summary>
    public static Timing Of(Action action, double seconds)
    {
        long begin = Stopwatch.GetTimestamp();
        do
        {
            action();
        }
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds / 10);

        int runs = 0;
        begin = Stopwatch.GetTimestamp();
        long end = begin, limit = begin + (long)(seconds * Stopwatch.Frequency);
        while ((end < limit && runs < MostRuns) || runs == 0)
        {
            long start = end;
            action();
            end = Stopwatch.GetTimestamp();
            _milliseconds[runs++] = (end - start) * 1e3 / Stopwatch.Frequency;
        }

        Array.Sort(_milliseconds, 0, runs);
        return new Timing(_milliseconds[runs / 2], _milliseconds[0], runs);
    }
}
