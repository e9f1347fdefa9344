using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;

namespace NetGen.Runtime;

/// <summary>
/// Blocks of scratch of one size for as many callers as there are at a time. All its bookkeeping is native, so that
/// growing allocates no managed memory. Not synchronised: the owner holds a lock.
/// </summary>
internal sealed unsafe class ScratchPool(MemoryAllocator allocator, nint length) : CriticalFinalizerObject, IDisposable
{
    private float** _free;
    private int _freeCount;
    private int _capacity;
    private int _blocks;

    ~ScratchPool() => FreeAll();

    /// <summary>A block for the caller alone, until <see cref="Return"/>.</summary>
    public float* Rent()
    {
        if (_freeCount > 0)
        {
            return _free[--_freeCount];
        }

        Reserve(_blocks + 1);
        float* block = allocator.AllocateScratch(length);
        _blocks++;
        return block;
    }

    /// <summary>Takes a rented block back; never fails, because <see cref="Rent"/> made room for it.</summary>
    public void Return(float* block) => _free[_freeCount++] = block;

    /// <summary>Frees all blocks; none may be rented.</summary>
    public void Dispose()
    {
        FreeAll();
        GC.SuppressFinalize(this);
    }

    private void Reserve(int capacity)
    {
        if (capacity > _capacity)
        {
            int larger = Math.Max(capacity, _capacity * 2);
            _free = (float**)NativeMemory.Realloc(_free, (nuint)larger * (nuint)sizeof(float*));
            _capacity = larger;
        }
    }

    private void FreeAll()
    {
        while (_freeCount > 0)
        {
            allocator.FreeScratch(_free[--_freeCount]);
        }

        NativeMemory.Free(_free);
        _free = null;
        _capacity = 0;
    }
}
