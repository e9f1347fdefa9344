using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>A team of threads that splits a loop of independent items: fork, work, join.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class ThreadTeam : IDisposable
{
    /// <summary>Makes a team of a number of threads, the caller among them.</summary>
    public ThreadTeam(int threads) => Threads = threads;

    /// <summary>Threads, the caller among them.</summary>
    public int Threads { get; }

    /// <summary>Calls <paramref name="body"/>(context, begin, end) for ranges that together cover 0..items, and returns when all have ended.</summary>
    public void For(int items, delegate*<void*, int, int, void> body, void* context) => body(context, 0, items);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
