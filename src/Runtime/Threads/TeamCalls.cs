using System.Runtime.InteropServices;

namespace NetGen.Runtime;

/// <summary>
/// The calls that use a team now. While there is one, its threads expect another loop soon and stay awake; without any they sleep, so that an
/// idle team costs nothing.
/// </summary>
internal sealed class TeamCalls
{
    private PaddedCount _count;

    /// <summary>Whether a call runs.</summary>
    public bool Any => Volatile.Read(ref _count.Value) != 0;

    /// <summary>A call begins.</summary>
    public void Begin() => Interlocked.Increment(ref _count.Value);

    /// <summary>A call has ended.</summary>
    public void End() => Interlocked.Decrement(ref _count.Value);

    /// <summary>The count alone on its cache lines, which spinning threads read.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct PaddedCount
    {
        [FieldOffset(128)]
        public int Value;
    }
}
