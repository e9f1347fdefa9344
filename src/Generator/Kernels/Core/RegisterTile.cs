using System;
using System.Collections.Generic;
using System.Linq;

namespace NetGen.Generator.Kernels;

/// <summary>A count cut into equal pieces, of which the last ones may be one smaller: 55 in pieces of at most 14 is 14, 14, 14, 13.</summary>
/// <param name="Pieces">How many.</param>
/// <param name="Size">The size of the larger pieces, which come first.</param>
/// <param name="Larger">How many have that size; the others have one less.</param>
internal readonly record struct BalancedSplit(int Pieces, int Size, int Larger)
{
    public static BalancedSplit Of(int count, int most)
    {
        int pieces = (count + most - 1) / most;
        int size = (count + pieces - 1) / pieces;
        return new(pieces, size, count - (pieces * (size - 1)));
    }

    /// <summary>Where a piece begins, in C#.</summary>
    public string Start(string piece) => (Size, Larger == Pieces) switch
    {
        (1, _) => piece,
        (_, true) => $"{piece} * {Size}",
        _ => $"({piece} * {Size}) - Math.Max(0, {piece} - {Larger})",
    };

    /// <summary>The distinct sizes with how many pieces have each, the larger first.</summary>
    public IEnumerable<(int Size, int Count, int First)> Runs
    {
        get
        {
            yield return (Size, Larger, 0);
            if (Larger < Pieces) yield return (Size - 1, Pieces - Larger, Larger);
        }
    }
}

/// <summary>
/// The outputs that a convolution keeps in registers: Blocks vectors of channels for each of Rows×Columns pixels. Each
/// step of the reduction loads Blocks weight vectors, broadcasts Rows·Columns inputs and does one multiply-add for every pair.
/// </summary>
internal readonly record struct RegisterTile(int Blocks, int Rows, int Columns)
{
    /// <summary>Pixels of the tile.</summary>
    public int Pixels => Rows * Columns;

    /// <summary>
    /// The tile with the least estimated time for a whole image; of equals the one with more columns. It is asked for often, while
    /// somebody types, so it makes no objects for candidates.
    /// </summary>
    /// <param name="set">The instruction set, for its registers.</param>
    /// <param name="blocks">Blocks of output channels.</param>
    /// <param name="rows">Rows of the output.</param>
    /// <param name="columns">Columns of the output.</param>
    /// <param name="reduction">Products that make one output, for a tile of so many blocks.</param>
    public static RegisterTile Choose(InstructionSet set, int blocks, int rows, int columns, Func<int, int> reduction)
    {
        RegisterTile best = default;
        double least = double.PositiveInfinity;
        int[] rowCounts = Sizes(rows, 4), columnCounts = Sizes(columns, set.Registers);
        for (int b = 1; b <= Math.Min(blocks, 4); b++)
        {
            int products = reduction(b);
            foreach (int r in rowCounts)
            {
                foreach (int c in columnCounts)
                {
                    var tile = new RegisterTile(b, r, c);
                    if (!tile.Fits(set)) break;
                    double cost = tile.ImageCost(set, blocks, rows, columns, products);
                    if (cost < least || (cost == least && c > best.Columns)) (best, least) = (tile, cost);
                }
            }
        }

        return best;
    }

    /// <summary>Whether the accumulators, the weights and one broadcast input fit the registers.</summary>
    public bool Fits(InstructionSet set) => (Blocks * Pixels) + Blocks + 1 + set.ProductRegisters <= set.Registers;

    /// <summary>The most columns of a tile of one row and so many blocks.</summary>
    public static int Widest(InstructionSet set, int blocks)
    {
        int columns = 1;
        while (new RegisterTile(blocks, 1, columns + 1).Fits(set)) columns++;
        return columns;
    }

    /// <summary>Sizes, ascending, without those that would be cut as a smaller one is.</summary>
    private static int[] Sizes(int count, int most) =>
        [.. Enumerable.Range(1, Math.Min(count, most)).Where(size => BalancedSplit.Of(count, size).Size == size)];

    private double ImageCost(InstructionSet set, int blocks, int rows, int columns, int reduction)
    {
        int rest = blocks % Blocks;
        return (blocks / Blocks * BlockCost(set, rows, columns, reduction))
            + (rest == 0 ? 0 : (this with { Blocks = rest }).BlockCost(set, rows, columns, reduction));
    }

    private double BlockCost(InstructionSet set, int rows, int columns, int reduction)
    {
        BalancedSplit split = BalancedSplit.Of(rows, Rows);
        int fewer = split.Pieces - split.Larger;
        return (split.Larger * RowCost(set, columns, reduction))
            + (fewer == 0 ? 0 : fewer * (this with { Rows = split.Size - 1 }).RowCost(set, columns, reduction));
    }

    private double RowCost(InstructionSet set, int columns, int reduction)
    {
        BalancedSplit split = BalancedSplit.Of(columns, Columns);
        int fewer = split.Pieces - split.Larger;
        return (split.Larger * ReductionCost(set, reduction))
            + (fewer == 0 ? 0 : fewer * (this with { Columns = split.Size - 1 }).ReductionCost(set, reduction));
    }

    /// <summary>
    /// Cycles on the target's machine: the reduction is bound by the multiply-adds, by their latency, by the loads, or by fetching
    /// weights from the second-level cache; then come loads and stores of the tile itself.
    /// </summary>
    public double ReductionCost(InstructionSet set, int reduction)
    {
        Machine machine = set.Machine;
        double multiplyAdds = machine.MultiplyAddCycles(Blocks * Pixels);
        double loads = machine.LoadCycles(Blocks + Pixels);
        double weightFetch = Blocks * set.VectorBytes / machine.Level2.BytesPerCycle;
        return (reduction * Math.Max(multiplyAdds, Math.Max(loads, weightFetch))) + (Blocks * Pixels) + machine.TileCycles;
    }
}
