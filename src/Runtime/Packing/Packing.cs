using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace NetGen.Runtime;

/// <summary>Moves weights between the plain layout of a state_dict and the layouts that the kernels read.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe partial class Packing
{
    /// <summary>Lanes of the widest vector.</summary>
    private const int MostLanes = 16;

    /// <summary>Packs one tile of outputs, stored as the layout says, behind the factor.</summary>
    /// <param name="layout">Both layouts.</param>
    /// <param name="weights">The plain tensor.</param>
    /// <param name="scale">A factor for each output channel, or null for none.</param>
    /// <param name="packed">The packed tensor's start.</param>
    /// <param name="tile">Which tile.</param>
    public static void Weights(in WeightLayout layout, float* weights, float* scale, float* packed, int tile)
    {
        if (layout.Storage == WeightStorage.BFloat16) Pack<PackedBFloat16>(layout, weights, scale, packed, tile);
        else Pack<PackedFloat32>(layout, weights, scale, packed, tile);
        if (layout.Storage == WeightStorage.Bits28 && !Encode(new TileWalk(layout, tile), packed)) Pack<PackedFloat32>(layout, weights, scale, packed, tile);
    }

    private static void Pack<TFormat>(in WeightLayout layout, float* weights, float* scale, void* packed, int tile)
        where TFormat : struct, IPackedFormat
    {
        var walk = new TileWalk(layout, tile);
        for (int lane = 0; lane < walk.Width; lane += layout.Lanes)
        {
            int output = walk.FirstOutput + lane;
            if (layout.HasRows && output + layout.Lanes <= layout.Outputs)
            {
                PackRows<TFormat>(walk, weights + ((nint)output * layout.OutputStride), scale == null ? null : scale + output, packed, lane);
                continue;
            }

            for (int input = 0; input < walk.Inputs; input++) PackLanes<TFormat>(walk, input, lane, weights, scale, packed);
        }
    }

    /// <summary>Moves one tile of a packed gradient back into the plain tensor.</summary>
    /// <param name="layout">Both layouts.</param>
    /// <param name="packed">The packed tensor's start.</param>
    /// <param name="gradient">The plain tensor, of which the tile's elements are overwritten.</param>
    /// <param name="tile">Which tile.</param>
    public static void Unpack(in WeightLayout layout, float* packed, float* gradient, int tile)
    {
        var walk = new TileWalk(layout, tile);
        packed += walk.Start;
        for (int input = 0; input < walk.Inputs; input++)
        {
            for (int lane = 0; lane < walk.Width; lane += layout.Lanes)
            {
                UnpackLanes(walk, input, lane, packed + walk.Offset(input) + lane, gradient);
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
        for (int output = 0; output < outputs; output++, weights += (nint)channels * pixels)
        {
            for (int vector = index * tile; vector < (index * tile) + width; vector++, packed += lanes)
            {
                int block = vector / pixels;
                float* source = weights + ((nint)block * lanes * pixels) + (vector % pixels);
                int count = Math.Min(lanes, channels - (block * lanes));
                for (int lane = 0; lane < count; lane++) packed[lane] = source[(nint)lane * pixels];
                for (int lane = count; lane < lanes; lane++) packed[lane] = 0;
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

    /// <summary>
    /// Packs one block of outputs for one input channel, tap by tap. A tap's neighbours share its cache lines in the plain
    /// tensor, so taps come innermost but for the block, whose lines then stay in the first-level cache.
    /// </summary>
    private static void PackLanes<TFormat>(in TileWalk walk, int input, int lane, float* weights, float* scale, void* packed)
        where TFormat : struct, IPackedFormat
    {
        float* block = stackalloc float[MostLanes];
        WeightLayout layout = walk.Layout;
        if (layout.InRounds)
        {
            PackRound(walk, input, weights, scale, (float*)packed + walk.Start + walk.Offset(input) + lane);
            return;
        }

        int output = walk.FirstOutput + lane, channel = walk.Channel(input);
        int count = layout.ConnectedOutputs(output, channel);
        nint stride = layout.OutputStride;
        nint at = walk.Start + walk.Offset(input) + lane;
        for (int tap = 0; tap < layout.Taps; tap++, at += walk.TapLength(input))
        {
            float* source = weights + layout.Tap(tap);
            if (count >= 0) Gather(source + layout.Index(output, channel), stride, block, count, layout.Lanes);
            else GatherConnected(layout, source, output, channel, block);
            if (scale != null) Scale(block, scale + output, Math.Min(layout.Lanes, layout.Outputs - output));
            for (int i = 0; i < layout.Lanes; i += Step) TFormat.Store(Vector128.Load(block + i), packed, at + i);
        }
    }

    /// <summary>Packs one block of inputs with their weights to the outputs of a round.</summary>
    private static void PackRound(in TileWalk walk, int round, float* weights, float* scale, float* packed)
    {
        WeightLayout layout = walk.Layout;
        int size = layout.OutputsPerGroup;
        for (int tap = 0; tap < layout.Taps; tap++, packed += layout.Lanes)
        {
            float* source = weights + layout.Tap(tap);
            for (int lane = 0; lane < layout.Lanes; lane++)
            {
                int input = walk.FirstOutput + lane, place = input % size, output = input - place + ((place + round + 1) % size);
                packed[lane] = layout.Connects(output, input) ? source[layout.Index(output, input)] : 0;
                if (scale != null && output < layout.Outputs) packed[lane] *= scale[output];
            }
        }
    }

    private static void UnpackLanes(in TileWalk walk, int input, int lane, float* packed, float* gradient)
    {
        WeightLayout layout = walk.Layout;
        int output = walk.FirstOutput + lane, channel = walk.Channel(input);
        int count = layout.ConnectedOutputs(output, channel);
        nint stride = layout.OutputStride;
        for (int tap = 0; tap < layout.Taps; tap++, packed += walk.TapLength(input))
        {
            float* target = gradient + layout.Tap(tap);
            if (count >= 0) Scatter(packed, target + layout.Index(output, channel), stride, count);
            else ScatterConnected(layout, packed, target, output, channel);
        }
    }

    private static void Gather(float* source, nint stride, float* packed, int count, int lanes)
    {
        for (int i = 0; i < count; i++) packed[i] = source[i * stride];
        for (int i = count; i < lanes; i++) packed[i] = 0;
    }

    private static void Scatter(float* packed, float* target, nint stride, int count)
    {
        for (int i = 0; i < count; i++) target[i * stride] = packed[i];
    }

    private static void GatherConnected(in WeightLayout layout, float* source, int output, int channel, float* packed)
    {
        for (int i = 0; i < layout.Lanes; i++)
            packed[i] = layout.Connects(output + i, channel) ? source[layout.Index(output + i, channel)] : 0;
    }

    private static void ScatterConnected(in WeightLayout layout, float* packed, float* target, int output, int channel)
    {
        for (int i = 0; i < layout.Lanes; i++)
        {
            if (layout.Connects(output + i, channel)) target[layout.Index(output + i, channel)] = packed[i];
        }
    }

    private static void Scale(float* packed, float* scale, int count)
    {
        for (int i = 0; i < count; i++) packed[i] *= scale[i];
    }

    /// <summary>Where the input channels of one tile lie in the packed tensor.</summary>
    private readonly struct TileWalk(in WeightLayout layout, int tile)
    {
        private readonly int _firstBlock = layout.FirstInputBlock(tile);

        public WeightLayout Layout { get; } = layout;

        /// <summary>Outputs of the tile, padding included.</summary>
        public int Width { get; } = Math.Min(layout.Tile, layout.OutputBlocks - (tile * layout.Tile)) * layout.Lanes;

        public int FirstOutput { get; } = tile * layout.Tile * layout.Lanes;

        /// <summary>Packed input channels, counted through all blocks.</summary>
        public int Inputs => Layout.PackedInputs;

        /// <summary>Where the tile begins.</summary>
        public nint Start { get; } = ((nint)tile * layout.Tile * layout.Lanes * layout.PackedInputs * layout.Taps)
            + (layout.Storage == WeightStorage.Bits28 ? (tile + 1) * PackedBits28.Header : 0);

        /// <summary>The channel's number in the plain tensor; it may be beyond the last, in a block that is packed whole.</summary>
        public int Channel(int input) => (_firstBlock * Layout.InputLanes) + input;

        /// <summary>Where the first tap of an input channel lies in the tile.</summary>
        public nint Offset(int input)
        {
            int block = input / Layout.InputLanes;
            nint blocksBefore = (nint)block * Layout.InputLanes * Layout.Taps;
            return (blocksBefore + (input % Layout.InputLanes)) * Width;
        }

        /// <summary>From a tap to the next: the input channels of a block that are packed.</summary>
        public nint TapLength(int input)
        {
            int block = input / Layout.InputLanes;
            return (nint)Math.Min(Layout.InputLanes, Inputs - (block * Layout.InputLanes)) * Width;
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
