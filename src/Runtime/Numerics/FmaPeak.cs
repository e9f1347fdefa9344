using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Runtime;

/// <summary>
/// The most multiply-adds that cores can do: twelve independent chains in registers, enough to hide the latency on every
/// processor with two units of four cycles.
/// </summary>
internal static class FmaPeak
{
    private const int Chains = 12;
    private const int Trials = 20;
    private const long IterationsOfTrial = 500_000;

    private static readonly Dictionary<CodePath, double> _measured = [];
    private static float _sum;

    /// <summary>Floating-point operations of one run: two for each lane of each multiply-add.</summary>
    public static double Operations(CodePath path, long iterations) => 2.0 * Lanes(path) * Chains * iterations;

    /// <summary>10⁹ operations a second of so many threads, each on a core of its own: one core's best trial, measured once in a process.</summary>
    public static double Gigaflops(CodePath path, int threads)
    {
        lock (_measured)
        {
            if (!_measured.TryGetValue(path, out double peak)) _measured[path] = peak = Measure(path);
            return threads * peak;
        }
    }

    /// <summary>Runs the chains and keeps their sum, without which the compiler could leave them out.</summary>
    public static void Run(CodePath path, long iterations) => Volatile.Write(ref _sum, path switch
    {
        CodePath.Avx512 => Run512(iterations),
        CodePath.Avx2 => Run256(iterations),
        _ => Run128(iterations),
    });

    private static int Lanes(CodePath path) => path switch
    {
        CodePath.Avx512 => 16,
        CodePath.Avx2 => 8,
        _ => 4,
    };

    private static double Measure(CodePath path)
    {
        double best = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            long begin = Stopwatch.GetTimestamp();
            Run(path, IterationsOfTrial);
            best = Math.Max(best, Operations(path, IterationsOfTrial) / Stopwatch.GetElapsedTime(begin).TotalSeconds / 1e9);
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run512(long iterations)
    {
        Vector512<float> x = Vector512.Create(0.999999f), y = Vector512.Create(1e-6f);
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (long n = iterations; n > 0; n--)
        {
            a = Avx512F.FusedMultiplyAdd(a, x, y);
            b = Avx512F.FusedMultiplyAdd(b, x, y);
            c = Avx512F.FusedMultiplyAdd(c, x, y);
            d = Avx512F.FusedMultiplyAdd(d, x, y);
            e = Avx512F.FusedMultiplyAdd(e, x, y);
            f = Avx512F.FusedMultiplyAdd(f, x, y);
            g = Avx512F.FusedMultiplyAdd(g, x, y);
            h = Avx512F.FusedMultiplyAdd(h, x, y);
            i = Avx512F.FusedMultiplyAdd(i, x, y);
            j = Avx512F.FusedMultiplyAdd(j, x, y);
            k = Avx512F.FusedMultiplyAdd(k, x, y);
            l = Avx512F.FusedMultiplyAdd(l, x, y);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run256(long iterations)
    {
        Vector256<float> x = Vector256.Create(0.999999f), y = Vector256.Create(1e-6f);
        Vector256<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (long n = iterations; n > 0; n--)
        {
            a = Fma.MultiplyAdd(a, x, y);
            b = Fma.MultiplyAdd(b, x, y);
            c = Fma.MultiplyAdd(c, x, y);
            d = Fma.MultiplyAdd(d, x, y);
            e = Fma.MultiplyAdd(e, x, y);
            f = Fma.MultiplyAdd(f, x, y);
            g = Fma.MultiplyAdd(g, x, y);
            h = Fma.MultiplyAdd(h, x, y);
            i = Fma.MultiplyAdd(i, x, y);
            j = Fma.MultiplyAdd(j, x, y);
            k = Fma.MultiplyAdd(k, x, y);
            l = Fma.MultiplyAdd(l, x, y);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run128(long iterations)
    {
        Vector128<float> x = Vector128.Create(0.999999f), y = Vector128.Create(1e-6f);
        Vector128<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (long n = iterations; n > 0; n--)
        {
            a = Portable128.MultiplyAdd(a, x, y);
            b = Portable128.MultiplyAdd(b, x, y);
            c = Portable128.MultiplyAdd(c, x, y);
            d = Portable128.MultiplyAdd(d, x, y);
            e = Portable128.MultiplyAdd(e, x, y);
            f = Portable128.MultiplyAdd(f, x, y);
            g = Portable128.MultiplyAdd(g, x, y);
            h = Portable128.MultiplyAdd(h, x, y);
            i = Portable128.MultiplyAdd(i, x, y);
            j = Portable128.MultiplyAdd(j, x, y);
            k = Portable128.MultiplyAdd(k, x, y);
            l = Portable128.MultiplyAdd(l, x, y);
        }

        return Vector128.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
