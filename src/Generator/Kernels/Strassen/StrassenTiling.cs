using System;

namespace NetGen.Generator.Kernels;

/// <summary>
/// How a 1×1 convolution is cut that Strassen's algorithm computes: pairs of pixels, one of either half of the image, are summed a chunk of
/// strips at a time, and a register tile holds some blocks of channels, of either half, for the pairs of a strip.
/// </summary>
/// <param name="Blocks">Blocks of channels in a register tile.</param>
/// <param name="Columns">Pairs of a strip, which are the columns of a register tile.</param>
/// <param name="Strips">Strips of an image.</param>
/// <param name="Chunks">Chunks of an image.</param>
/// <param name="Splits">Parts that share a chunk and what a thread has summed of it, each with its own channels.</param>
internal readonly record struct StrassenTiling(int Blocks, int Columns, int Strips, int Chunks, int Splits)
{
    /// <summary>Products of halves, instead of the eight that define a matrix multiplication.</summary>
    public const int Products = 7;

    // Quarters of the weights as they are.
    private const int DirectProducts = 4;

    // Enough that threads have equal work.
    private const int MostSplits = 8;

    // A chunk that two threads share is summed by both.
    private const double SharedChunk = 1.5;

    /// <summary>Strips that a part sums together.</summary>
    public int ChunkStrips => Ceiling(Strips, Chunks);

    /// <summary>The tiling with the least estimated time for an image, in cycles.</summary>
    /// <param name="set">The instruction set.</param>
    /// <param name="pixels">Pixels of the output.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    public static (StrassenTiling Tiling, double Cycles) Choose(InstructionSet set, int pixels, int inputs, int outputs)
    {
        StrassenTiling best = default;
        double least = double.PositiveInfinity;
        int pairs = Ceiling(pixels, 2), half = Ceiling(outputs, 2 * set.Lanes);
        for (int blocks = 1; blocks <= Math.Min(half, 4); blocks++)
        {
            int strips = Ceiling(pairs, RegisterTile.Widest(set, blocks)), columns = Ceiling(pairs, strips);
            for (int chunks = 1; chunks <= strips; chunks++)
            {
                var tiling = new StrassenTiling(blocks, columns, strips, chunks, Math.Min(MostSplits, Ceiling(half, blocks)));
                double cost = tiling.Cost(set, inputs, half);
                if (cost < least) (best, least) = (tiling, cost);
            }
        }

        return (best, least);
    }

    /// <summary>Cycles for an image: arithmetic, and what does not hide behind it of the bytes that sums and their larger weights cost more.</summary>
    private double Cost(InstructionSet set, int inputs, int half)
    {
        Machine machine = set.Machine;
        int rest = half % Blocks, halfInputs = Ceiling(inputs, 2 * set.Lanes);
        double group = new RegisterTile(Blocks, 1, Columns).ReductionCost(set, inputs / 2);
        double last = rest == 0 ? 0 : new RegisterTile(rest, 1, Columns).ReductionCost(set, inputs / 2);
        double products = Products * Strips * ((half / Blocks * group) + last);
        double input = halfInputs * (Chunks == 1 ? SharedChunk : 1) * machine.Transforms.StrassenInput;
        double additions = (double)Strips * Columns * (input + (half * machine.Transforms.StrassenOutput));
        double sums = (double)ChunkStrips * Columns * Products * halfInputs * set.Lanes * sizeof(float);
        double weights = (double)inputs / 2 * half * set.Lanes * sizeof(float);
        double bytes = (sums > machine.ChunkInputs ? Chunks * Ceiling(half, Blocks) * sums : 0) + (((Products * Chunks) - DirectProducts) * weights);
        return (products / machine.Efficiency.Products) + additions + (machine.Exposed * bytes / machine.MemoryBytesPerCycle);
    }

    private static int Ceiling(int a, int b) => (a + b - 1) / b;
}
