using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Runtime;

/// <summary>
/// 128-bit operations whose best instruction differs between processors; each <c>IsSupported</c> is a constant of the
/// compiler, so one branch remains.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Portable128
{
    /// <summary>a·b + c, with one rounding where the processor has a fused instruction and with two elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c)
    {
        if (AdvSimd.IsSupported) return AdvSimd.FusedMultiplyAdd(c, a, b);
        if (Fma.IsSupported) return Fma.MultiplyAdd(a, b, c);
        return (a * b) + c;
    }

    /// <summary>The larger of each lane; <paramref name="b"/>'s where either is NaN, as the SSE instruction has it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Max(Vector128<float> a, Vector128<float> b) => Sse.IsSupported
        ? Sse.Max(a, b)
        : Vector128.ConditionalSelect(Vector128.GreaterThan(a, b), a, b);

    /// <summary>The smaller of each lane; <paramref name="b"/>'s where either is NaN, as the SSE instruction has it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Min(Vector128<float> a, Vector128<float> b) => Sse.IsSupported
        ? Sse.Min(a, b)
        : Vector128.ConditionalSelect(Vector128.LessThan(a, b), a, b);

    /// <summary>Four bfloat16 numbers, which are the upper halves of floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector128<float> LoadBFloat16(ushort* source) =>
        Vector128.ShiftLeft(Vector128.WidenLower(Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(source)).AsUInt16()), 16).AsSingle();

    /// <summary>All bits set in the lanes where either is NaN, none elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Unordered(Vector128<float> a, Vector128<float> b) => Sse.IsSupported
        ? Sse.CompareUnordered(a, b)
        : ~(Vector128.Equals(a, a) & Vector128.Equals(b, b));
}
