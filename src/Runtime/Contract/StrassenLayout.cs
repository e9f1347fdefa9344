using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace NetGen.Runtime;

/// <summary>
/// How the weights O×I of a 1×1 convolution by Strassen's algorithm lie packed: the seven sums of their quarters, as [tile of output blocks]
/// [product][input channel of a half][output block in tile][output channel in block].
/// </summary>
/// <param name="Lanes">Channels in a block of outputs.</param>
/// <param name="Tile">Blocks of outputs in a tile; the last tile may have fewer.</param>
/// <param name="Outputs">Output channels; both halves fill whole blocks.</param>
/// <param name="Inputs">Input channels, an even number.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct StrassenLayout(int Lanes, int Tile, int Outputs, int Inputs)
{
    private const int Products = 7, Width = 4;

    /// <summary>Tiles of half of the outputs.</summary>
    public int Tiles => (HalfBlocks + Tile - 1) / Tile;

    private int HalfBlocks => Outputs / 2 / Lanes;

    /// <summary>
    /// Packs one tile of outputs: A₁₁, A₁₂, S₂ = S₁ − A₁₁, S₃ = A₁₁ − A₂₁, −A₂₂, S₁ = A₂₁ + A₂₂ and S₄ = A₁₂ − S₂, in the order in which products are made.
    /// </summary>
    /// <param name="weights">The plain tensor, O×I.</param>
    /// <param name="scale">A factor for each output channel, or null for none.</param>
    /// <param name="packed">The packed tensor's start.</param>
    /// <param name="tile">Which tile.</param>
    public unsafe void Pack(float* weights, float* scale, float* packed, int tile)
    {
        int first = tile * Tile * Lanes, width = Math.Min(Tile, HalfBlocks - (tile * Tile)) * Lanes;
        int halfInputs = Inputs / 2, halfOutputs = Outputs / 2;
        nint next = (nint)halfInputs * width;
        packed += (nint)first * Products * halfInputs;
        for (int lane = 0; lane < width; lane += Width)
        {
            int output = first + lane;
            float* upper = weights + ((nint)output * Inputs), lower = upper + ((nint)halfOutputs * Inputs);
            Vector128<float> upperScale = Scale(scale, output), lowerScale = Scale(scale, output + halfOutputs);
            for (int input = 0; input < halfInputs; input++)
            {
                Vector128<float> a11 = Column(upper + input) * upperScale, a12 = Column(upper + halfInputs + input) * upperScale;
                Vector128<float> a21 = Column(lower + input) * lowerScale, a22 = Column(lower + halfInputs + input) * lowerScale;
                Vector128<float> s1 = a21 + a22, s2 = s1 - a11;
                float* p = packed + ((nint)input * width) + lane;
                Vector128.Store(a11, p);
                Vector128.Store(a12, p + next);
                Vector128.Store(s2, p + (2 * next));
                Vector128.Store(a11 - a21, p + (3 * next));
                Vector128.Store(-a22, p + (4 * next));
                Vector128.Store(s1, p + (5 * next));
                Vector128.Store(a12 - s2, p + (6 * next));
            }
        }
    }

    private static unsafe Vector128<float> Scale(float* scale, int output) => scale == null ? Vector128<float>.One : Vector128.Load(scale + output);

    /// <summary>A weight of four output channels.</summary>
    private unsafe Vector128<float> Column(float* first) =>
        Vector128.Create(first[0], first[Inputs], first[2 * (nint)Inputs], first[3 * (nint)Inputs]);
}
