using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.Runtime;

/// <summary>Moves some of a tensor's channels to a place among another's: concatenation and its gradient.</summary>
public static unsafe partial class Tensors
{
    /// <summary>
    /// Copies channels of one tensor of blocks to a place among another's. Both have the same pixels and lanes. Where the
    /// last channel of the target is among them, the lanes behind it become finite too.
    /// </summary>
    /// <param name="source">How the first tensor lies.</param>
    /// <param name="x">The first tensor.</param>
    /// <param name="sourceChannel">The first channel that is copied.</param>
    /// <param name="target">How the second tensor lies.</param>
    /// <param name="y">The second tensor.</param>
    /// <param name="targetChannel">Where the first channel goes.</param>
    /// <param name="channels">How many channels are copied.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyChannels(
        in TensorLayout source, float* x, int sourceChannel, in TensorLayout target, float* y, int targetChannel, int channels)
    {
        int whole = WholeBlocks(source, sourceChannel, target, targetChannel, channels);
        int length = source.Width * source.Lanes;
        for (int channel = 0; channel < whole; channel += source.Lanes)
        {
            for (int row = 0; row < source.Rows; row++)
            {
                new ReadOnlySpan<float>(x + source.RowAt(sourceChannel + channel, row), length)
                    .CopyTo(new Span<float>(y + target.RowAt(targetChannel + channel, row), length));
            }
        }

        for (int channel = whole; channel < channels; channel++)
        {
            for (int row = 0; row < source.Rows; row++)
            {
                float* from = x + source.RowAt(sourceChannel + channel, row), to = y + target.RowAt(targetChannel + channel, row);
                for (nint i = 0; i < length; i += source.Lanes) to[i] = from[i];
            }
        }

        if (whole < channels && targetChannel + channels == target.Channels) ClearPadding(target, y, 0, target.Rows);
    }

    /// <summary>
    /// Adds channels of one tensor of blocks to some of another's: the same as
    /// <see cref="CopyChannels"/> but for target += source.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddChannels(
        in TensorLayout source, float* x, int sourceChannel, in TensorLayout target, float* y, int targetChannel, int channels)
    {
        int whole = WholeBlocks(source, sourceChannel, target, targetChannel, channels);
        int length = source.Width * source.Lanes;
        for (int channel = 0; channel < whole; channel += source.Lanes)
        {
            for (int row = 0; row < source.Rows; row++)
            {
                AddRow(x + source.RowAt(sourceChannel + channel, row), y + target.RowAt(targetChannel + channel, row), length);
            }
        }

        for (int channel = whole; channel < channels; channel++)
        {
            for (int row = 0; row < source.Rows; row++)
            {
                float* from = x + source.RowAt(sourceChannel + channel, row), to = y + target.RowAt(targetChannel + channel, row);
                for (nint i = 0; i < length; i += source.Lanes) to[i] += from[i];
            }
        }
    }

    /// <summary>
    /// Copies what two tensors of blocks have in common when the source is laid over the target at a distance, and writes zeros
    /// where the target lies beside the source: padding by zeros for positive distances, cropping for negative ones.
    /// </summary>
    /// <param name="source">How the source lies.</param>
    /// <param name="x">The source.</param>
    /// <param name="target">How the target lies: the same channels and lanes.</param>
    /// <param name="y">The target, all of which is written but for its halo.</param>
    /// <param name="front">Planes of the target before the source's first.</param>
    /// <param name="top">Rows of the target above the source's first.</param>
    /// <param name="left">Columns of the target left of the source's first.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pad(in TensorLayout source, float* x, in TensorLayout target, float* y, int front, int top, int left)
    {
        int begin = Math.Clamp(left, 0, target.Width), end = Math.Clamp(left + source.Width, begin, target.Width);
        for (int block = 0; block < target.Blocks; block++)
        {
            for (int row = 0; row < target.Rows; row++)
            {
                var to = new Span<float>(y + target.RowAt(block * target.Lanes, row), target.Width * target.Lanes);
                int plane = (row / target.Height) - front, line = (row % target.Height) - top;
                if (begin == end || plane < 0 || plane >= source.Depth || line < 0 || line >= source.Height)
                {
                    to.Clear();
                    continue;
                }

                float* from = x + source.RowAt(block * source.Lanes, (plane * source.Height) + line) + ((nint)(begin - left) * source.Lanes);
                to[..(begin * target.Lanes)].Clear();
                new ReadOnlySpan<float>(from, (end - begin) * source.Lanes).CopyTo(to[(begin * target.Lanes)..]);
                to[(end * target.Lanes)..].Clear();
            }
        }
    }

    /// <summary>
    /// How many of the channels lie in blocks that can be moved as a whole: the last, partial one only where both tensors end
    /// with it, as the lanes behind it belong to other channels elsewhere.
    /// </summary>
    private static int WholeBlocks(in TensorLayout source, int sourceChannel, in TensorLayout target, int targetChannel, int channels)
    {
        if (sourceChannel % source.Lanes != 0 || targetChannel % target.Lanes != 0) return 0;
        bool bothEnd = sourceChannel + channels == source.Channels && targetChannel + channels == target.Channels;
        return bothEnd ? channels : channels / source.Lanes * source.Lanes;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRow(float* source, float* target, int length)
    {
        ReadOnlySpan<Vector<float>> from = MemoryMarshal.Cast<float, Vector<float>>(new ReadOnlySpan<float>(source, length));
        Span<Vector<float>> to = MemoryMarshal.Cast<float, Vector<float>>(new Span<float>(target, length));
        for (int i = 0; i < to.Length; i++) to[i] += from[i];
        for (int i = to.Length * Vector<float>.Count; i < length; i++) target[i] += source[i];
    }
}
