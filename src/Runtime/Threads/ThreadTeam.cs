using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>
/// A team of threads that splits a loop of independent items: fork, work, join. Each thread has a contiguous range of items, and takes
/// over what others have not begun when its own is done.
/// A call from within a body, or while another thread has the team, runs on the calling thread alone.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class ThreadTeam : IDisposable
{
    private readonly TeamCrew? _crew;
    private int _busy;

    /// <summary>Makes a team of a number of threads, the caller among them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than one.</exception>
    public ThreadTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        _crew = threads > 1 ? new TeamCrew(threads - 1) : null;
    }

    /// <summary>Stops the threads of a team that was forgotten: they hold the crew, never the team.</summary>
    ~ThreadTeam() => _crew?.Stop();

    /// <summary>A team of the caller alone.</summary>
    internal static ThreadTeam Single { get; } = new(1);

    /// <summary>Threads, the caller among them.</summary>
    public int Threads { get; }

    /// <summary>Announces loops: the threads wake up, and stay awake between them until <see cref="EndCall"/>.</summary>
    internal void BeginCall() => _crew?.BeginCall();

    /// <summary>Ends what <see cref="BeginCall"/> began.</summary>
    internal void EndCall() => _crew?.EndCall();

    /// <summary>Calls <paramref name="body"/>(context, begin, end) for ranges that together cover 0..items, and returns when all have ended.</summary>
    /// <remarks>The ranges are pieces of what a thread has, in any order. Bodies must not throw.</remarks>
    public void For(int items, delegate*<void*, int, int, void> body, void* context) =>
        Run(new TeamJob { Items = items, Parts = Math.Min(items, Threads), Body = body, Context = context });

    /// <summary>
    /// The same for work that needs managed objects, in at most one range for each thread, which depend on nothing but the number of items.
    /// </summary>
    /// <remarks>An exception of a body is thrown here once all have ended; of several, that of the first range.</remarks>
    internal void For(int items, TeamWork work) =>
        Run(new TeamJob { Items = items, Parts = Math.Min(items, Threads), Work = work });

    /// <summary>Waits for the running loop, if any, and stops the threads; later loops run on the calling thread alone.</summary>
    public void Dispose()
    {
        // The team stays busy for ever, which makes later loops run on their callers.
        var wait = default(SpinWait);
        while (_crew is { Stopped: false })
        {
            if (Interlocked.CompareExchange(ref _busy, 1, 0) == 0)
            {
                _crew.Stop();
            }

            wait.SpinOnce();
        }

        GC.SuppressFinalize(this);
    }

    private void Run(TeamJob job)
    {
        if (job.Items <= 0)
        {
            return;
        }

        if (job.Parts == 1 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            job.Parts = 1;
            job.RunPart(0);
            return;
        }

        try
        {
            _crew!.Run(job);
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }
}

/// <summary>A loop body with state, for a <see cref="ThreadTeam"/>.</summary>
internal abstract class TeamWork
{
    /// <summary>Does the items from begin up to but not including end.</summary>
    public abstract void Run(int begin, int end);
}

/// <summary>One loop to split: either a function pointer with its context, or an object.</summary>
internal unsafe struct TeamJob
{
    public int Items;
    public int Parts;
    public delegate*<void*, int, int, void> Body;
    public void* Context;
    public TeamWork? Work;

    /// <summary>Does one of the <see cref="Parts"/> contiguous ranges.</summary>
    public readonly void RunPart(int part)
    {
        int begin = (int)((long)Items * part / Parts);
        int end = (int)((long)Items * (part + 1) / Parts);
        if (Work is not null)
        {
            Work.Run(begin, end);
        }
        else
        {
            Body(Context, begin, end);
        }
    }
}
