using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Runtime;

/// <content>
/// The fast way for weights that lie as forward kernels read them: each output's inputs and taps are a row without gaps, so packing a block
/// of outputs is a transposition, done four by four in registers.
/// </content>
public static unsafe partial class Packing
{
    /// <summary>Values of a row that are packed together: a cache line of each row is read whole while it is there.</summary>
    private const int RowPiece = 16;

    /// <summary>Rows and values that are transposed in registers.</summary>
    private const int Step = 4;

    /// <summary>Packs one whole block of outputs.</summary>
    /// <param name="walk">The tile.</param>
    /// <param name="rows">The row of the block's first output.</param>
    /// <param name="scale">A factor for each of its outputs, or null.</param>
    /// <param name="packed">The packed tensor's start.</param>
    /// <param name="first">The block's first lane in the tile.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackRows<TFormat>(in TileWalk walk, float* rows, float* scale, void* packed, int first)
        where TFormat : struct, IPackedFormat
    {
        WeightLayout layout = walk.Layout;
        int lanes = layout.Lanes, taps = layout.Taps, length = walk.Inputs * taps;
        nint* places = stackalloc nint[RowPiece];
        int input = 0, tap = 0;
        for (int begin = 0; begin < length; begin += RowPiece)
        {
            int count = Math.Min(RowPiece, length - begin);
            for (int i = 0; i < count; i++)
            {
                places[i] = walk.Start + walk.Offset(input) + first + (tap * walk.TapLength(input));
                if (++tap == taps) (tap, input) = (0, input + 1);
            }

            for (int lane = 0; lane < lanes; lane += Step)
            {
                float* source = rows + begin + ((nint)lane * layout.OutputStride);
                TransposePiece<TFormat>(source, layout.OutputStride, scale == null ? null : scale + lane, packed, lane, places, count);
            }
        }
    }

    /// <summary>Four rows of one piece.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposePiece<TFormat>(float* source, nint stride, float* scale, void* packed, int lane, nint* places, int count)
        where TFormat : struct, IPackedFormat
    {
        Vector128<float> factor0 = Factor(scale, 0), factor1 = Factor(scale, 1), factor2 = Factor(scale, 2), factor3 = Factor(scale, 3);
        int i = 0;
        if (Sse.IsSupported)
        {
            for (; i <= count - Step; i += Step)
            {
                Vector128<float> a = Vector128.Load(source + i) * factor0, b = Vector128.Load(source + stride + i) * factor1;
                Vector128<float> c = Vector128.Load(source + (2 * stride) + i) * factor2, d = Vector128.Load(source + (3 * stride) + i) * factor3;
                Vector128<float> abLow = Sse.UnpackLow(a, b), cdLow = Sse.UnpackLow(c, d);
                Vector128<float> abHigh = Sse.UnpackHigh(a, b), cdHigh = Sse.UnpackHigh(c, d);
                TFormat.Store(Sse.MoveLowToHigh(abLow, cdLow), packed, places[i] + lane);
                TFormat.Store(Sse.MoveHighToLow(cdLow, abLow), packed, places[i + 1] + lane);
                TFormat.Store(Sse.MoveLowToHigh(abHigh, cdHigh), packed, places[i + 2] + lane);
                TFormat.Store(Sse.MoveHighToLow(cdHigh, abHigh), packed, places[i + 3] + lane);
            }
        }

        for (; i < count; i++)
        {
            Vector128<float> column = Vector128.Create(source[i], source[stride + i], source[(2 * stride) + i], source[(3 * stride) + i]);
            TFormat.Store(scale == null ? column : column * Vector128.Load(scale), packed, places[i] + lane);
        }
    }

    private static Vector128<float> Factor(float* scale, int lane) => scale == null ? Vector128<float>.One : Vector128.Create(scale[lane]);
}
