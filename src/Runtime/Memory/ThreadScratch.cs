using System.Runtime.InteropServices;

namespace NetGen.Runtime;

/// <summary>
/// Memory that kernels of one thread work in, one after the other. It grows to what the largest asked for, stays with its thread, and is
/// freed some time after the thread has ended.
/// </summary>
internal sealed unsafe class ThreadScratch
{
    private const nuint Alignment = 64, WorthLargePages = 512 << 10;

    [ThreadStatic]
    private static ThreadScratch? _current;

    private float* _memory;
    private nint _length;
    private long _work;
    private int _chunk;

    ~ThreadScratch() => NativeMemory.AlignedFree(_memory);

    /// <summary>64-byte aligned, with whatever an earlier kernel left there.</summary>
    public float* Memory => _memory;

    /// <summary>Memory of this thread.</summary>
    /// <param name="length">At least so many floats.</param>
    public static ThreadScratch Of(nint length)
    {
        ThreadScratch scratch = _current ??= new ThreadScratch();
        if (scratch._length < length) scratch.Grow(length);
        return scratch;
    }

    /// <summary>Whether the last kernel that worked here was one of the same work and chunk, so that what it prepared is still there.</summary>
    /// <param name="work">A number that no other work has.</param>
    /// <param name="chunk">Which chunk of the work.</param>
    public bool Keeps(long work, int chunk)
    {
        bool kept = (_work, _chunk) == (work, chunk);
        (_work, _chunk) = (work, chunk);
        return kept;
    }

    private void Grow(nint length)
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        _length = 0;
        _work = 0;
        nuint bytes = (nuint)length * sizeof(float);
        if (bytes > WorthLargePages)
        {
            bytes = (bytes + HugePages.PageBytes - 1) / HugePages.PageBytes * HugePages.PageBytes;
            _memory = (float*)NativeMemory.AlignedAlloc(bytes, HugePages.PageBytes);
            HugePages.Advise(_memory, bytes);
        }
        else
        {
            _memory = (float*)NativeMemory.AlignedAlloc(bytes, Alignment);
        }

        _length = length;

        // What happens to lie there could be NaN or denormal: harmless in lanes that nobody reads, but slow.
        new Span<float>(_memory, checked((int)length)).Clear();
    }
}
