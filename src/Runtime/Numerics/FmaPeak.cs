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

    /// <summary>What the chains are made of; the compiler makes code of its own for each kind of vector.</summary>
    private interface IVectors<T>
        where T : struct
    {
        static abstract T Create(float value);

        static abstract T MultiplyAdd(T a, T b, T c);

        static abstract T Add(T a, T b);

        static abstract float Sum(T a);
    }

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
        CodePath.Avx512 => Run<Vectors512, Vector512<float>>(iterations),
        CodePath.Avx2 => Run<Vectors256, Vector256<float>>(iterations),
        _ => Run<Vectors128, Vector128<float>>(iterations),
    });

    private static int Lanes(CodePath path) => path switch
    {
        CodePath.Avx512 => Vector512<float>.Count,
        CodePath.Avx2 => Vector256<float>.Count,
        _ => Vector128<float>.Count,
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
    private static float Run<TVectors, T>(long iterations)
        where TVectors : struct, IVectors<T>
        where T : struct
    {
        T x = TVectors.Create(0.999999f), y = TVectors.Create(1e-6f);
        T a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (long n = iterations; n > 0; n--)
        {
            a = TVectors.MultiplyAdd(a, x, y);
            b = TVectors.MultiplyAdd(b, x, y);
            c = TVectors.MultiplyAdd(c, x, y);
            d = TVectors.MultiplyAdd(d, x, y);
            e = TVectors.MultiplyAdd(e, x, y);
            f = TVectors.MultiplyAdd(f, x, y);
            g = TVectors.MultiplyAdd(g, x, y);
            h = TVectors.MultiplyAdd(h, x, y);
            i = TVectors.MultiplyAdd(i, x, y);
            j = TVectors.MultiplyAdd(j, x, y);
            k = TVectors.MultiplyAdd(k, x, y);
            l = TVectors.MultiplyAdd(l, x, y);
        }

        T first = TVectors.Add(TVectors.Add(TVectors.Add(a, b), TVectors.Add(c, d)), TVectors.Add(e, f));
        T second = TVectors.Add(TVectors.Add(TVectors.Add(g, h), TVectors.Add(i, j)), TVectors.Add(k, l));
        return TVectors.Sum(TVectors.Add(first, second));
    }

    private readonly struct Vectors512 : IVectors<Vector512<float>>
    {
        public static Vector512<float> Create(float value) => Vector512.Create(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Avx512F.FusedMultiplyAdd(a, b, c);

        public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

        public static float Sum(Vector512<float> a) => Vector512.Sum(a);
    }

    private readonly struct Vectors256 : IVectors<Vector256<float>>
    {
        public static Vector256<float> Create(float value) => Vector256.Create(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Fma.MultiplyAdd(a, b, c);

        public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

        public static float Sum(Vector256<float> a) => Vector256.Sum(a);
    }

    private readonly struct Vectors128 : IVectors<Vector128<float>>
    {
        public static Vector128<float> Create(float value) => Vector128.Create(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Portable128.MultiplyAdd(a, b, c);

        public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

        public static float Sum(Vector128<float> a) => Vector128.Sum(a);
    }
}
