using System.Diagnostics;

namespace NetGen.Runtime;

/// <content>The profile.</content>
public sealed unsafe partial class NetworkState
{
    private const double ProfiledSeconds = 0.3, WarmUpSeconds = 0.15;
    private const int FewestRuns = 3;

    /// <summary>Predicts again and again, and times every step of it.</summary>
    /// <param name="input">One image or N.</param>
    /// <param name="runs">Predictions to time; 0 is as many as fit into about 0.3 seconds, at least three.</param>
    /// <remarks>Other calls should not run meanwhile, because they take the threads.</remarks>
    /// <exception cref="ArgumentException">The length is no positive multiple of an image's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of predictions is negative.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public NetworkProfile Profile(ReadOnlySpan<float> input, int runs = 0)
    {
        int images = CountImages(input.Length, nameof(input));
        ArgumentOutOfRangeException.ThrowIfNegative(runs);
        var output = new float[images * _outputLength];
        long begin = Stopwatch.GetTimestamp();
        do
        {
            Predict(input, output);
        }
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < WarmUpSeconds);

        var clock = new StepClock();
        List<double> times = Time(clock, input, output, runs);
        double[] ordered = [.. times.Order()];
        return new NetworkProfile(Info.Name, Path, Threads, images, times.Count, ordered[ordered.Length / 2], clock.Steps);
    }

    /// <summary>Predicts with a clock, and gives the seconds of each prediction.</summary>
    private List<double> Time(StepClock clock, ReadOnlySpan<float> input, Span<float> output, int runs)
    {
        var times = new List<double>();
        StepClock? outer = StepClock.Current;
        StepClock.Current = clock;
        try
        {
            double total = 0;
            while (runs > 0 ? times.Count < runs : total < ProfiledSeconds || times.Count < FewestRuns)
            {
                long begin = Stopwatch.GetTimestamp();
                Predict(input, output);
                double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
                times.Add(seconds);
                total += seconds;
            }
        }
        finally
        {
            StepClock.Current = outer;
        }

        return times;
    }
}
