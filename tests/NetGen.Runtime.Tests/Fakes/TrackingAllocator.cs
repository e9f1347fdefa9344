namespace NetGen.Runtime.Tests.Fakes;

/// <summary>The default allocator with a count of the scratch that is out.</summary>
internal sealed unsafe class TrackingAllocator : MemoryAllocator
{
    private int _live;
    private int _allocations;

    public int Live => Volatile.Read(ref _live);

    public int Allocations => Volatile.Read(ref _allocations);

    public override float* AllocateScratch(nint floats)
    {
        Interlocked.Increment(ref _live);
        Interlocked.Increment(ref _allocations);
        return Default.AllocateScratch(floats);
    }

    public override void FreeScratch(float* pointer)
    {
        Interlocked.Decrement(ref _live);
        Default.FreeScratch(pointer);
    }

    public override SharedMemory AllocateShared(nint floats) => Default.AllocateShared(floats);
}
