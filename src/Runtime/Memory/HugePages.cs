using System.Runtime.InteropServices;

namespace NetGen.Runtime;

/// <summary>
/// Asks Linux for pages of 2 MiB where much memory is read from end to end: with pages of 4 KiB the processor walks its page tables for
/// every sixteenth vector row of a large layer's weights, and clearing new memory takes a fault for each page. Where the system
/// has no such pages, or is another one, nothing happens.
/// </summary>
internal static unsafe partial class HugePages
{
    /// <summary>The size of a large page.</summary>
    public const nuint PageBytes = 2 << 20;
    private const int AdviseHugePage = 14;

    /// <summary>For fresh memory that nothing has touched yet.</summary>
    /// <param name="memory">Where it begins; whole pages within it are advised.</param>
    /// <param name="bytes">Its length.</param>
    public static void Advise(void* memory, nuint bytes)
    {
        nuint first = ((nuint)memory + PageBytes - 1) & ~(PageBytes - 1), end = ((nuint)memory + bytes) & ~(PageBytes - 1);
        if (OperatingSystem.IsLinux() && end > first)
        {
            // The answer does not matter: the memory works either way.
            _ = Advise((void*)first, end - first, AdviseHugePage);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
