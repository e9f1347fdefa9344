using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;

namespace NetGen.Runtime;

/// <summary>One block of scratch that is freed with its owner, at the latest by the finalizer.</summary>
internal sealed unsafe class ScratchMemory(MemoryAllocator allocator, nint length) : CriticalFinalizerObject, IDisposable
{
    private float* _pointer;

    ~ScratchMemory() => Free();

    /// <summary>The first float; null before <see cref="Allocate"/> and after <see cref="Dispose"/>.</summary>
    public float* Pointer => _pointer;

    /// <summary>Allocates the block, zeroed, if that was not done before.</summary>
    /// <returns>Whether the block is new.</returns>
    public bool Allocate()
    {
        if (_pointer is not null)
        {
            return false;
        }

        _pointer = allocator.AllocateScratch(length);
        return true;
    }

    /// <summary>Zeroes the block.</summary>
    public void Clear() => NativeMemory.Clear(_pointer, (nuint)length * sizeof(float));

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        float* pointer = _pointer;
        _pointer = null;
        if (pointer is not null)
        {
            allocator.FreeScratch(pointer);
        }
    }
}
