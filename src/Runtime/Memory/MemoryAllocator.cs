using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.Runtime;

/// <summary>Where a network's memory comes from. All of it is zeroed and begins on a cache line.</summary>
internal abstract unsafe class MemoryAllocator
{
    /// <summary>Bytes in a cache line and in the widest vector.</summary>
    public const int Alignment = 64;

    /// <summary>The allocator of every network outside tests.</summary>
    public static MemoryAllocator Default { get; } = new AlignedAllocator();

    /// <summary>Scratch that only kernels see; the owner frees it.</summary>
    public abstract float* AllocateScratch(nint floats);

    /// <summary>Gives back what <see cref="AllocateScratch"/> made.</summary>
    public abstract void FreeScratch(float* pointer);

    /// <summary>
    /// Memory whose spans are handed to users. It lives as long as any of its spans, so that a span of a network that was
    /// disposed or forgotten is never dangling.
    /// </summary>
    public abstract SharedMemory AllocateShared(nint floats);

    private sealed class AlignedAllocator : MemoryAllocator
    {
        public override float* AllocateScratch(nint floats)
        {
            // Zeroed memory in large blocks comes from the system, which clears a page when it is first touched. The block's own address
            // stands before the part that is handed out.
            nuint bytes = checked(((nuint)Math.Max(floats, 1) * sizeof(float)) + Alignment + (nuint)sizeof(void*));
            var block = (byte*)NativeMemory.AllocZeroed(bytes);
            HugePages.Advise(block, bytes);
            var pointer = (float*)(((nuint)block + (nuint)sizeof(void*) + Alignment - 1) & ~(nuint)(Alignment - 1));
            ((void**)pointer)[-1] = block;
            return pointer;
        }

        public override void FreeScratch(float* pointer) => NativeMemory.Free(pointer == null ? null : ((void**)pointer)[-1]);

        public override SharedMemory AllocateShared(nint floats) => new PinnedMemory(floats);
    }

    private sealed class PinnedMemory : SharedMemory
    {
        private readonly float[] _array;
        private readonly int _start;

        public PinnedMemory(nint floats)
            : base(floats)
        {
            const int AlignmentFloats = Alignment / sizeof(float);
            _array = GC.AllocateArray<float>(checked((int)floats + AlignmentFloats), pinned: true);
            nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array));
            _start = (int)((Alignment - (address % Alignment)) % Alignment) / sizeof(float);
        }

        public override float* Pointer => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array)) + _start;

        public override Span<float> Span(nint offset, int length)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, Length);
            return _array.AsSpan(_start + (int)offset, length);
        }
    }
}

/// <summary>Memory that is freed at a known time, when nobody has a span of it any more.</summary>
internal sealed unsafe class PassingMemory : SharedMemory, IDisposable
{
    private readonly ScratchMemory _memory;

    public PassingMemory(MemoryAllocator allocator, nint length)
        : base(length)
    {
        _memory = new ScratchMemory(allocator, length);
        _memory.Allocate();
    }

    public override float* Pointer => _memory.Pointer;

    public override Span<float> Span(nint offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, Length);
        return new Span<float>(_memory.Pointer + offset, length);
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _memory.Dispose();
}

/// <summary>A block of floats that spans may be taken of.</summary>
internal abstract unsafe class SharedMemory(nint length)
{
    /// <summary>The length in floats.</summary>
    public nint Length { get; } = length;

    /// <summary>The first float; valid while this object is reachable.</summary>
    public abstract float* Pointer { get; }

    /// <summary>A part of the memory.</summary>
    public abstract Span<float> Span(nint offset, int length);
}
