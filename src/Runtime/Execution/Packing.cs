using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>Moves weights between the plain layout of a state_dict and the layouts that the kernels read.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Packing
{
    /// <summary>Packs one tile of outputs.</summary>
    /// <param name="layout">Both layouts.</param>
    /// <param name="weights">The plain tensor.</param>
    /// <param name="scale">A factor for each output channel, or null for none.</param>
    /// <param name="packed">The packed tensor's start.</param>
    /// <param name="tile">Which tile.</param>
    public static void Weights(in WeightLayout layout, float* weights, float* scale, float* packed, int tile)
    {
        int width = Math.Min(layout.Tile, layout.OutputBlocks - (tile * layout.Tile)) * layout.Lanes;
        int firstOutput = tile * layout.Tile * layout.Lanes;
        packed += (nint)tile * layout.Tile * layout.Lanes * layout.PackedInputs * layout.TapRows * layout.TapColumns;
        int firstBlock = layout.FirstInputBlock(tile);
        for (int block = firstBlock; block < firstBlock + layout.InputBlocksPerTile; block++)
        {
            for (int tap = 0; tap < layout.TapRows * layout.TapColumns; tap++)
            {
                float* source = weights + Tap(layout, tap);
                for (int lane = 0; lane < layout.PackedLanes(block); lane++, packed += width)
                {
                    Row(layout, source, scale, packed, firstOutput, width, (block * layout.InputLanes) + lane);
                }
            }
        }
    }

    /// <summary>Moves one tile of a packed gradient back into the plain tensor.</summary>
    /// <param name="layout">Both layouts.</param>
    /// <param name="packed">The packed tensor's start.</param>
    /// <param name="gradient">The plain tensor, of which the tile's elements are overwritten.</param>
    /// <param name="tile">Which tile.</param>
    public static void Unpack(in WeightLayout layout, float* packed, float* gradient, int tile)
    {
        int width = Math.Min(layout.Tile, layout.OutputBlocks - (tile * layout.Tile)) * layout.Lanes;
        int firstOutput = tile * layout.Tile * layout.Lanes;
        packed += (nint)tile * layout.Tile * layout.Lanes * layout.PackedInputs * layout.TapRows * layout.TapColumns;
        int firstBlock = layout.FirstInputBlock(tile);
        for (int block = firstBlock; block < firstBlock + layout.InputBlocksPerTile; block++)
        {
            for (int tap = 0; tap < layout.TapRows * layout.TapColumns; tap++)
            {
                float* target = gradient + Tap(layout, tap);
                for (int lane = 0; lane < layout.PackedLanes(block); lane++, packed += width)
                {
                    UnpackRow(layout, packed, target, firstOutput, width, (block * layout.InputLanes) + lane);
                }
            }
        }
    }

    /// <summary>Packs one tile of a fully connected layer's weights for the gradient that flows back to its input.</summary>
    /// <param name="weights">The plain tensor, outputs×(channels·pixels).</param>
    /// <param name="packed">[tile of vectors][output][vector in tile][lane], a vector being one pixel of a block of channels.</param>
    /// <param name="outputs">Outputs of the layer.</param>
    /// <param name="channels">Channels of its input.</param>
    /// <param name="pixels">Pixels of its input.</param>
    /// <param name="lanes">Channels in a block.</param>
    /// <param name="tile">Vectors in a tile.</param>
    /// <param name="index">Which tile.</param>
    public static void Transposed(
        float* weights, float* packed, int outputs, int channels, int pixels, int lanes, int tile, int index)
    {
        int vectors = (channels + lanes - 1) / lanes * pixels;
        int width = Math.Min(tile, vectors - (index * tile));
        packed += (nint)index * tile * outputs * lanes;
        for (int vector = 0; vector < width; vector++)
        {
            int block = ((index * tile) + vector) / pixels;
            float* source = weights + ((nint)block * lanes * pixels) + (((index * tile) + vector) % pixels);
            int count = Math.Min(lanes, channels - (block * lanes));
            for (int output = 0; output < outputs; output++)
            {
                float* row = source + ((nint)output * channels * pixels);
                float* target = packed + ((nint)output * width * lanes) + (vector * lanes);
                for (int lane = 0; lane < lanes; lane++) target[lane] = lane < count ? row[lane * pixels] : 0;
            }
        }
    }

    /// <summary>Copies a vector and fills up with zeros.</summary>
    /// <param name="source">The values, or null for zeros.</param>
    /// <param name="count">How many values there are.</param>
    /// <param name="packed">The copy.</param>
    /// <param name="length">The length of the copy.</param>
    public static void Vector(float* source, int count, float* packed, int length)
    {
        var target = new Span<float>(packed, length);
        target.Clear();
        if (source != null) new ReadOnlySpan<float>(source, count).CopyTo(target);
    }

    /// <summary>
    /// Folds batch normalisation into a factor and a summand for each channel: γ/√(σ²+ε), and β + (bias − μ) times the factor.
    /// </summary>
    /// <param name="parameters">Where γ, β, μ, σ² and the bias lie; γ, β and the bias may be null.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="channels">How many channels.</param>
    /// <param name="scale">The factors.</param>
    /// <param name="shift">The summands.</param>
    public static void FoldBatchNorm(in BatchNormParameters parameters, float epsilon, int channels, float* scale, float* shift)
    {
        for (int c = 0; c < channels; c++)
        {
            double gamma = parameters.Scale == null ? 1 : parameters.Scale[c];
            double beta = parameters.Shift == null ? 0 : parameters.Shift[c];
            double bias = parameters.Bias == null ? 0 : parameters.Bias[c];
            double factor = gamma / Math.Sqrt((double)parameters.Variance[c] + epsilon);
            scale[c] = (float)factor;
            shift[c] = (float)(beta + ((bias - parameters.Mean[c]) * factor));
        }
    }

    private static nint Tap(in WeightLayout layout, int tap) =>
        layout.FirstTap + (tap / layout.TapColumns * layout.TapRowStride) + (tap % layout.TapColumns * layout.TapColumnStride);

    private static void Row(
        in WeightLayout layout, float* source, float* scale, float* packed, int firstOutput, int width, int input)
    {
        if (layout.OutputsPerGroup == layout.Outputs)
        {
            // Without groups every weight exists, and a plain strided copy is several times faster.
            int count = Math.Min(width, layout.Outputs - firstOutput);
            nint stride = layout.OutputStride;
            float* from = source + layout.Index(firstOutput, input);
            for (int i = 0; i < count; i++) packed[i] = from[i * stride];
            for (int i = count; i < width; i++) packed[i] = 0;
        }
        else
        {
            for (int i = 0; i < width; i++)
            {
                bool connected = layout.Connects(firstOutput + i, input);
                packed[i] = connected ? source[layout.Index(firstOutput + i, input)] : 0;
            }
        }

        if (scale == null) return;
        for (int i = 0; i < Math.Min(width, layout.Outputs - firstOutput); i++) packed[i] *= scale[firstOutput + i];
    }

    private static void UnpackRow(
        in WeightLayout layout, float* packed, float* target, int firstOutput, int width, int input)
    {
        if (layout.OutputsPerGroup == layout.Outputs)
        {
            int count = Math.Min(width, layout.Outputs - firstOutput);
            nint stride = layout.OutputStride;
            float* to = target + layout.Index(firstOutput, input);
            for (int i = 0; i < count; i++) to[i * stride] = packed[i];
            return;
        }

        for (int i = 0; i < width; i++)
        {
            if (layout.Connects(firstOutput + i, input)) target[layout.Index(firstOutput + i, input)] = packed[i];
        }
    }
}

/// <summary>The parameters that <see cref="Packing.FoldBatchNorm"/> reads.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe ref struct BatchNormParameters
{
    /// <summary>γ, or null for ones.</summary>
    public float* Scale { get; init; }

    /// <summary>β, or null for zeros.</summary>
    public float* Shift { get; init; }

    /// <summary>The running mean.</summary>
    public float* Mean { get; init; }

    /// <summary>The running variance.</summary>
    public float* Variance { get; init; }

    /// <summary>The bias of the layer before, or null for none.</summary>
    public float* Bias { get; init; }
}
