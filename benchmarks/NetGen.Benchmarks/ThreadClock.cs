using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NetGen.Benchmarks;

/// <summary>The time that this thread has run, so that a busy machine does not count; on systems other than Linux the time that has passed.</summary>
internal static partial class ThreadClock
{
    private const int ThreadTime = 3;

    public static double Seconds
    {
        get
        {
            if (!OperatingSystem.IsLinux()) return (double)Stopwatch.GetTimestamp() / Stopwatch.Frequency;
            if (GetTime(ThreadTime, out TimeSpec time) != 0) throw new InvalidOperationException("clock_gettime failed.");
            return time.Seconds + (time.Nanoseconds * 1e-9);
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
