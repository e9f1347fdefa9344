using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Runtime;

/// <summary>How packed weights are stored.</summary>
internal unsafe interface IPackedFormat
{
    /// <summary>Stores four weights at a place that is counted in weights.</summary>
    static abstract void Store(Vector128<float> weights, void* packed, nint at);
}

/// <summary>Single precision.</summary>
internal readonly unsafe struct PackedFloat32 : IPackedFormat
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> weights, void* packed, nint at) => Vector128.Store(weights, (float*)packed + at);
}

/// <summary>Bfloat16, rounded to nearest, ties to even; a NaN stays one.</summary>
internal readonly unsafe struct PackedBFloat16 : IPackedFormat
{
    /// <summary>Set in the mantissa of a NaN that is not a signal; a NaN whose mantissa is in the lower half would else become infinite.</summary>
    private const uint Quiet = 0x40;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> weights, void* packed, nint at)
    {
        Vector128<uint> bits = weights.AsUInt32(), upper = Vector128.ShiftRightLogical(bits, 16);
        Vector128<uint> odd = upper & Vector128<uint>.One;
        Vector128<uint> rounded = Vector128.ShiftRightLogical(bits + Vector128.Create(0x7FFFu) + odd, 16);
        rounded = Vector128.ConditionalSelect(Vector128.Equals(weights, weights).AsUInt32(), rounded, upper | Vector128.Create(Quiet));
        Unsafe.WriteUnaligned((ushort*)packed + at, Vector128.Narrow(rounded, rounded).AsUInt64().ToScalar());
    }
}
