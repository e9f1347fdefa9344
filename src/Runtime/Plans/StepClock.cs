using System.Diagnostics;

namespace NetGen.Runtime;

/// <summary>
/// Times the steps of the predictions that one thread makes while it is <see cref="Current"/> there. Runners look for it once, when
/// they are made, so that a prediction without a clock pays one test for each step.
/// </summary>
internal sealed class StepClock
{
    [ThreadStatic]
    private static StepClock? _current;

    private readonly List<StepSamples?> _steps = [];
    private int _threads;
    private long _last;

    /// <summary>The clock of this thread's predictions; null is none.</summary>
    public static StepClock? Current
    {
        get => _current;
        set => _current = value;
    }

    /// <summary>What was timed, in the order of the plan.</summary>
    public IReadOnlyList<StepSamples> Steps => [.. _steps.OfType<StepSamples>()];

    /// <summary>A plan begins.</summary>
    /// <param name="threads">Threads that share the work of its steps.</param>
    public void Begin(int threads)
    {
        _threads = threads;
        _last = Stopwatch.GetTimestamp();
    }

    /// <summary>A step has ended.</summary>
    /// <param name="step">Its number in the plan.</param>
    /// <param name="name">What it does.</param>
    /// <param name="images">Images that it did together.</param>
    /// <param name="multiplyAdds">Multiply-adds for one image.</param>
    public void End(int step, string name, int images, long multiplyAdds)
    {
        long now = Stopwatch.GetTimestamp();
        while (_steps.Count <= step) _steps.Add(null);
        StepSamples samples = _steps[step] ??= new StepSamples(name, multiplyAdds);
        samples.Add(now - _last, images, _threads);
        _last = Stopwatch.GetTimestamp();
    }
}

/// <summary>What a clock has seen of a step.</summary>
/// <param name="name">What it does.</param>
/// <param name="multiplyAdds">Multiply-adds for one image.</param>
internal sealed class StepSamples(string name, long multiplyAdds)
{
    private readonly List<long> _ticks = [];
    private int _images;
    private int _threads;

    /// <summary>What it does.</summary>
    public string Name => name;

    /// <summary>Multiply-adds for one image.</summary>
    public long MultiplyAdds => multiplyAdds;

    /// <summary>Keeps the time of one call.</summary>
    public void Add(long ticks, int images, int threads)
    {
        _ticks.Add(ticks);
        _images = Math.Max(_images, images);
        _threads = threads;
    }

    /// <summary>The seconds of a prediction: the median call, as often as a thread makes it for so many images.</summary>
    /// <param name="images">Images of the prediction.</param>
    /// <param name="threads">Threads of the network; where a call has but one, each takes calls of its own.</param>
    public double Seconds(int images, int threads)
    {
        int calls = (images + _images - 1) / _images;
        int calling = _threads == 1 ? threads : 1;
        return (calls + calling - 1) / calling * (double)_ticks.Order().ElementAt(_ticks.Count / 2) / Stopwatch.Frequency;
    }
}
