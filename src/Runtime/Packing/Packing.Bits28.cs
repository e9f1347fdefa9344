using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Runtime;

/// <content>Weights in 28 bits: a tile is packed as floats first and then shrinks where it lies.</content>
public static unsafe partial class Packing
{
    private const int MantissaBits = 23;

    /// <summary>Exponents that a code holds: 1 to 15.</summary>
    private const int Window = 15;

    /// <summary>The largest exponent field whose factor is a float.</summary>
    private const int MostExponent = 142;

    /// <summary>A tile with more exceptions than one in so many weights is faster as it is; the room that it frees holds the list.</summary>
    private const int WeightsPerException = 256;

    /// <summary>About how many weights of a large tile are looked at to choose a window.</summary>
    private const int Samples = 1 << 13;

    private const uint Sign = 0x80000000, Magnitude = 0x7FFFFFFF;

    /// <summary>Encodes one packed tile, whose header stands before it.</summary>
    /// <returns>Whether it fits; if not, its weights are spoilt.</returns>
    private static bool Encode(in TileWalk walk, float* packed)
    {
        var header = (PackedBits28.TileHeader*)(packed + walk.Start - PackedBits28.Header);
        *header = default;
        int grouped = walk.Layout.ContiguousInputs / PackedBits28.Group * PackedBits28.Group;
        var weights = (uint*)(packed + walk.Start);
        nint count = (nint)grouped * walk.Width, rest = ((nint)walk.Inputs * walk.Layout.Taps * walk.Width) - count;
        int top = Top(weights, count);
        List<PackedBits28.WeightException> exceptions = [];
        uint* end = Encode(weights, count, top, walk, exceptions);
        if (end == null) return false;
        Buffer.MemoryCopy(weights + count, end, rest * sizeof(float), rest * sizeof(float));
        float factor = BitConverter.UInt32BitsToSingle((uint)(top - Window + 127) << MantissaBits);
        *header = new(factor, exceptions.Count, (int)(end + rest - (uint*)header));
        exceptions.CopyTo(new Span<PackedBits28.WeightException>(end + rest, exceptions.Count));
        return true;
    }

    /// <summary>
    /// The upper end of the window of exponents that holds most weights, of a sample. Of several such windows it is one that leaves some room for
    /// larger weights, which are rare beyond the sample's, and more for smaller ones.
    /// </summary>
    private static int Top(uint* weights, nint count)
    {
        int* numbers = stackalloc int[256];
        new Span<int>(numbers, 256).Clear();
        // An odd step meets all outputs, whose number in a tile is a power of two.
        nint step = (count / Samples) | 1;
        for (nint i = 0; i < count; i += step)
        {
            if ((weights[i] & Magnitude) != 0) numbers[(weights[i] & Magnitude) >> MantissaBits]++;
        }

        const int Room = 2;
        int held = 0, best = -1, first = 0, top = Window;
        for (int last = 1; last <= MostExponent; last++)
        {
            held += numbers[last] - (last > Window ? numbers[last - Window] : 0);
            if (last < Window || held < best) continue;
            if (held > best) (best, first) = (held, last);
            if (last - first <= Room) top = last;
        }

        return top;
    }

    /// <summary>Which weights have codes, all bits set, and the codes but for their signs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Inside(Vector128<uint> weights, int top, out Vector128<uint> codes)
    {
        Vector128<uint> magnitudes = weights & Vector128.Create(Magnitude);
        Vector128<int> shifted = magnitudes.AsInt32() - Vector128.Create((top - Window) << MantissaBits);
        Vector128<int> inWindow = Vector128.GreaterThan(shifted, Vector128.Create((1 << MantissaBits) - 1))
            & Vector128.LessThan(shifted, Vector128.Create((Window + 1) << MantissaBits));
        codes = (shifted & inWindow).AsUInt32();
        return inWindow.AsUInt32() | Vector128.Equals(magnitudes, Vector128<uint>.Zero);
    }

    /// <summary>Groups in the place of weights; the result is where they end, or null if there are too many exceptions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint* Encode(uint* weights, nint count, int top, in TileWalk walk, List<PackedBits28.WeightException> exceptions)
    {
        int lanes = walk.Layout.Lanes;
        nint most = count / WeightsPerException;
        uint* stored = weights;
        for (nint at = 0; at < count; at += PackedBits28.Group * lanes, stored += (PackedBits28.Group - 1) * lanes)
        {
            if (exceptions.Count > most) return null;

            // In this order a place is written when it has been read: a stored vector lies no further than the vector of its number.
            for (int lane = 0; lane < lanes; lane += Step)
            {
                Vector128<uint> eighth = Code(weights, at + ((PackedBits28.Group - 1) * lanes) + lane, top, walk.Width, exceptions);
                eighth = Vector128.ShiftLeft(eighth, 4) | Vector128.ShiftRightLogical(eighth, 28);
                for (int i = 0; i < PackedBits28.Group - 1; i++)
                {
                    Vector128<uint> four = Vector128.ShiftLeft(Vector128.ShiftRightLogical(eighth, 3 + (4 * i)), 28);
                    Vector128<uint> code = Code(weights, at + (i * lanes) + lane, top, walk.Width, exceptions);
                    Vector128.Store(code | Vector128.ShiftRightLogical(four, 1), stored + (i * lanes) + lane);
                }
            }
        }

        return exceptions.Count > most ? null : stored;
    }

    /// <summary>Four codes; a weight that has none is noted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Code(uint* weights, nint at, int top, int width, List<PackedBits28.WeightException> exceptions)
    {
        Vector128<uint> values = Vector128.Load(weights + at);
        uint inside = Inside(values, top, out Vector128<uint> codes).ExtractMostSignificantBits();
        if (inside != (1 << Step) - 1) Note(values, at, inside, width, exceptions);
        return codes | (values & Vector128.Create(Sign));
    }

    private static void Note(Vector128<uint> values, nint at, uint inside, int width, List<PackedBits28.WeightException> exceptions)
    {
        for (int i = 0; i < Step; i++)
        {
            if ((inside & (1u << i)) != 0) continue;
            (nint input, nint output) = Math.DivRem(at + i, width);
            exceptions.Add(new((int)input, (int)output, values.AsSingle()[i]));
        }
    }
}
