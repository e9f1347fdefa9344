using System.Runtime.InteropServices;

namespace NetGen.Kernels.Tests.Harness;

/// <summary>Which end of the memory touches a page that may not be accessed.</summary>
internal enum Guard
{
    /// <summary>A read or write just before the first float ends the process.</summary>
    Before,

    /// <summary>A read or write just behind the last float ends the process.</summary>
    After,
}

/// <summary>
/// Floats between two pages that may not be accessed. They begin 64-byte aligned with <see cref="Guard.Before"/>, and with
/// <see cref="Guard.After"/> where the length is a multiple of 16. On systems other than Linux it is plain aligned memory.
/// </summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int ProtectNone = 0, ProtectReadWrite = 3, MapPrivateAnonymous = 0x22;

    private readonly byte* _region;
    private readonly nuint _regionBytes;

    public GuardedMemory(int length, Guard guard)
    {
        Length = length;
        nuint bytes = (nuint)length * sizeof(float);
        if (!OperatingSystem.IsLinux())
        {
            _region = (byte*)NativeMemory.AlignedAlloc(Math.Max(bytes, 64), 64);
            Start = (float*)_region;
            return;
        }

        nuint page = (nuint)Environment.SystemPageSize;
        nuint data = (bytes + page - 1) / page * page;
        _regionBytes = data + (2 * page);
        _region = (byte*)Map(null, _regionBytes, ProtectNone, MapPrivateAnonymous, -1, 0);
        if ((nint)_region == -1 || Protect(_region + page, data, ProtectReadWrite) != 0)
        {
            throw new InvalidOperationException($"mmap or mprotect failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        Start = (float*)(_region + page + (guard == Guard.After ? data - bytes : 0));
    }

    /// <summary>In floats.</summary>
    public int Length { get; }

    public float* Start { get; }

    public Span<float> Span => new(Start, Length);

    public void Dispose()
    {
        if (OperatingSystem.IsLinux()) _ = Unmap(_region, _regionBytes);
        else NativeMemory.AlignedFree(_region);
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(void* address, nuint length);
}
