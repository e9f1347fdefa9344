using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace NetGen.Runtime;

/// <summary>Transforms the weights of Winograd convolutions.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class WinogradFilters
{
    private const int MostTaps = 5, MostSize = 11, Width = 4;

    /// <summary>Packs one tile of outputs.</summary>
    /// <param name="layout">The packed layout.</param>
    /// <param name="weights">The plain tensor, O×I×r×r.</param>
    /// <param name="scale">A factor for each output channel, or null for none.</param>
    /// <param name="packed">The packed tensor's start.</param>
    /// <param name="tile">Which tile.</param>
    public static void Pack(in WinogradLayout layout, float* weights, float* scale, float* packed, int tile)
    {
        float* filter = stackalloc float[MostSize * MostTaps];
        layout.Filter(new Span<float>(filter, layout.Size * layout.Taps));
        int first = tile * layout.Tile, blocks = Math.Min(layout.Tile, layout.OutputBlocks - first), width = blocks * layout.Lanes;
        int products = layout.Size * layout.Size, taps = layout.Taps * layout.Taps;
        packed += (nint)first * layout.Lanes * products * layout.Inputs;
        Vector128<float>* w = stackalloc Vector128<float>[MostTaps * MostTaps];
        for (int lane = 0; lane < width; lane += Width)
        {
            int output = (first * layout.Lanes) + lane;
            for (int input = 0; input < layout.Inputs; input++)
            {
                for (int tap = 0; tap < taps; tap++)
                {
                    w[tap] = Outputs(weights + (((nint)output * layout.Inputs) + input) * taps + tap, (nint)layout.Inputs * taps, layout.Outputs - output);
                    if (scale != null) w[tap] *= Outputs(scale + output, 1, layout.Outputs - output);
                }

                Transform(layout, filter, w, packed + ((nint)input * width) + lane, (nint)layout.Inputs * width);
            }
        }
    }

    /// <summary>A tap of four output channels, zeros where there are fewer.</summary>
    private static Vector128<float> Outputs(float* source, nint stride, int count) => Vector128.Create(
        count > 0 ? source[0] : 0, count > 1 ? source[stride] : 0, count > 2 ? source[2 * stride] : 0, count > 3 ? source[3 * stride] : 0);

    /// <summary>G·w·Gᵀ of four output channels.</summary>
    private static void Transform(in WinogradLayout layout, float* filter, Vector128<float>* w, float* packed, nint stride)
    {
        int size = layout.Size, taps = layout.Taps;
        Vector128<float>* columns = stackalloc Vector128<float>[MostSize * MostTaps];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < taps; column++)
            {
                Vector128<float> sum = filter[row * taps] * w[column];
                for (int k = 1; k < taps; k++) sum += filter[(row * taps) + k] * w[(k * taps) + column];
                columns[(row * taps) + column] = sum;
            }
        }

        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++, packed += stride)
            {
                Vector128<float> sum = filter[column * taps] * columns[row * taps];
                for (int k = 1; k < taps; k++) sum += filter[(column * taps) + k] * columns[(row * taps) + k];
                Vector128.Store(sum, packed);
            }
        }
    }
}
