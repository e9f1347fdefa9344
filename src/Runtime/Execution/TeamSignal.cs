using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NetGen.Runtime;

/// <summary>
/// An event that one thread sets and one thread waits for; the setter may take it back as long as the waiter has not
/// seen it. The waiter spins first and blocks only when nothing came; the setter pays for a wake-up only when it blocks.
/// </summary>
internal sealed class TeamSignal
{
    private const int Idle = 0;
    private const int IsSet = 1;
    private const int Blocked = 2;
    private const int SpinMicroseconds = 20;

    private static readonly long _spinTicks =
        Environment.ProcessorCount > 1 ? Stopwatch.Frequency * SpinMicroseconds / 1_000_000 : 0;

    private readonly object _gate = new();
    private PaddedState _state;

    /// <summary>Lets the waiter go on.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _state.Value, IsSet) == Blocked)
        {
            lock (_gate)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Takes <see cref="Set"/> back; false when the waiter has seen it.</summary>
    public bool TryTakeBack() => Take();

    /// <summary>Waits for <see cref="Set"/>.</summary>
    public void Wait()
    {
        while (!Spin())
        {
            Block();
        }
    }

    /// <summary>Whichever side gets here first has the event.</summary>
    private bool Take() => Interlocked.CompareExchange(ref _state.Value, Idle, IsSet) == IsSet;

    private void Block()
    {
        lock (_gate)
        {
            Interlocked.CompareExchange(ref _state.Value, Blocked, Idle);
            while (Volatile.Read(ref _state.Value) == Blocked)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    private bool Spin()
    {
        const int SpinsBetweenLooksAtTheClock = 16;
        long end = Stopwatch.GetTimestamp() + _spinTicks;
        do
        {
            for (int i = 0; i < SpinsBetweenLooksAtTheClock; i++)
            {
                if (Volatile.Read(ref _state.Value) == IsSet && Take())
                {
                    return true;
                }

                Thread.SpinWait(1);
            }
        }
        while (Stopwatch.GetTimestamp() < end);

        return false;
    }

    /// <summary>The state alone on its cache lines, so that spinning disturbs nobody.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct PaddedState
    {
        [FieldOffset(128)]
        public int Value;
    }
}
