using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NetGen.Runtime;

/// <summary>
/// An event that one thread sets and one thread waits for; the setter may take it back as long as the waiter has not
/// seen it. The waiter spins first and blocks only when nothing came; the setter pays for a wake-up only when it blocks.
/// </summary>
/// <param name="calls">How many calls run: during one, the next event is near.</param>
internal sealed class TeamSignal(TeamCalls calls)
{
    private const int Idle = 0;
    private const int IsSet = 1;
    private const int Blocked = 2;

    // Between calls about what a small network takes to be called again; during one, longer than all but a stage that one thread does alone.
    private const int SpinMicroseconds = 20, SpinMicrosecondsInCall = 1000;

    private static readonly long _spinTicks = Ticks(SpinMicroseconds), _spinTicksInCall = Ticks(SpinMicrosecondsInCall);

    private readonly object _gate = new();
    private PaddedState _state;

    /// <summary>Lets the waiter go on.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _state.Value, IsSet) == Blocked)
        {
            Pulse();
        }
    }

    /// <summary>Takes <see cref="Set"/> back; false when the waiter has seen it.</summary>
    public bool TryTakeBack() => Take();

    /// <summary>Has a waiter that blocks spin again, without an event.</summary>
    public void WakeUp()
    {
        if (Volatile.Read(ref _state.Value) == Blocked && Interlocked.CompareExchange(ref _state.Value, Idle, Blocked) == Blocked)
        {
            Pulse();
        }
    }

    /// <summary>Waits for <see cref="Set"/>.</summary>
    public void Wait()
    {
        while (!Spin())
        {
            Block();
        }
    }

    private static long Ticks(int microseconds) => Environment.ProcessorCount > 1 ? Stopwatch.Frequency * microseconds / 1_000_000 : 0;

    private void Pulse()
    {
        lock (_gate)
        {
            Monitor.Pulse(_gate);
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
        long now, begin = Stopwatch.GetTimestamp();
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

            now = Stopwatch.GetTimestamp() - begin;
        }
        while (now < _spinTicks || (now < _spinTicksInCall && calls.Any));

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
