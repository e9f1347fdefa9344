using System;

namespace NetGen.Generator.Kernels;

/// <summary>
/// How a Winograd convolution is cut: tiles of the output are transformed a chunk at a time, each product is a matrix multiplication
/// whose register tile holds some blocks of output channels for some tiles, and products are kept for some blocks at once.
/// </summary>
/// <param name="Blocks">Blocks of output channels in a register tile.</param>
/// <param name="Columns">Tiles in a register tile.</param>
/// <param name="Runs">Register tiles that cover a chunk.</param>
/// <param name="Chunks">Chunks of an image.</param>
/// <param name="Splits">Parts that share a chunk, each with some of the outputs; a thread that does several of them transforms the input once.</param>
internal readonly record struct WinogradTiling(int Blocks, int Columns, int Runs, int Chunks, int Splits)
{
    // Enough that threads have equal work, and whoever is held up can leave some to others.
    private const int MostSplits = 8;

    private static readonly int[] _runs = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 96, 128];

    /// <summary>Tiles of a chunk.</summary>
    public int ChunkTiles => Columns * Runs;

    /// <summary>Register tiles of output blocks whose products are kept at once.</summary>
    public int GroupsPerPass(InstructionSet set, int products, int groups) =>
        Math.Max(1, Math.Min(Ceiling(groups, Splits), set.Machine.ChunkProducts / GroupBytes(set, products)));

    /// <summary>The tiling with the least estimated time for an image, in cycles.</summary>
    /// <param name="set">The instruction set.</param>
    /// <param name="tiles">Tiles of the output.</param>
    /// <param name="transform">The transform of a direction.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    public static (WinogradTiling Tiling, double Cycles) Choose(InstructionSet set, int tiles, WinogradTransform transform, int inputs, int outputs)
    {
        WinogradTiling best = default;
        double least = double.PositiveInfinity;
        var problem = new Problem(set, tiles, transform.Size * transform.Size, transform.Filters * transform.Filters, inputs, Ceiling(outputs, set.Lanes));
        for (int b = 1; b <= Math.Min(problem.Blocks, 4); b++)
        {
            // A register tile that is less than half full cannot win, unless there are no more tiles.
            int widest = Math.Min(tiles, RegisterTile.Widest(set, b));
            for (int c = widest; c >= Math.Max(1, widest / 2); c--)
            {
                foreach (int most in _runs)
                {
                    if (most > 1 && most * c * problem.TileBytes > set.Machine.LargestChunk) break;
                    int chunks = Ceiling(tiles, c * most), runs = Ceiling(Ceiling(tiles, chunks), c);
                    for (int splits = 1; splits <= Math.Min(MostSplits, Ceiling(problem.Blocks, b)); splits *= 2)
                    {
                        var tiling = new WinogradTiling(b, c, runs, chunks, splits);
                        double cost = (tiling.Multiplications(problem) + tiling.Transforms(problem)) * tiling.Imbalance(problem);
                        if (cost <= least) (best, least) = (tiling, cost);
                    }

                    if (chunks == 1) break;
                }
            }
        }

        return (best, least);
    }

    /// <summary>Cycles of all multiplications of an image, bound by multiply-adds, or by weights and data from behind the second-level cache.</summary>
    private double Multiplications(in Problem problem)
    {
        int rest = problem.Blocks % Blocks;
        double group = new RegisterTile(Blocks, 1, Columns).ReductionCost(problem.Set, problem.Inputs);
        double last = rest == 0 ? 0 : new RegisterTile(rest, 1, Columns).ReductionCost(problem.Set, problem.Inputs);
        int calls = ((Chunks - 1) * Runs) + Ceiling(problem.Tiles - ((Chunks - 1) * ChunkTiles), Columns);
        double compute = problem.Products * calls * ((problem.Blocks / Blocks * group) + last);
        int groups = Ceiling(problem.Blocks, Blocks), passes = Ceiling(groups, GroupsPerPass(problem.Set, problem.Products, groups));
        double data = Math.Max(0, (double)(ChunkTiles * problem.TileBytes) - problem.Set.Machine.ChunkInputs) * Chunks * passes;
        double weights = (double)Chunks * problem.Filters * problem.Inputs * problem.Blocks * problem.Set.Lanes * sizeof(float);
        return problem.Set.Machine.Together(compute, problem.Set.Machine.FetchCycles(weights + data));
    }

    /// <summary>Cycles of all transforms of an image.</summary>
    private double Transforms(in Problem problem)
    {
        int groups = Ceiling(problem.Blocks, Blocks);
        Machine machine = problem.Set.Machine;
        double inputs = machine.FarInputs(ChunkTiles * problem.TileBytes);
        double products = machine.FarProducts(GroupsPerPass(problem.Set, problem.Products, groups) * GroupBytes(problem.Set, problem.Products));
        double input = machine.Transforms.WinogradInput + (machine.Transforms.WinogradFarInput * inputs);
        double output = machine.Transforms.WinogradOutput + (machine.Transforms.WinogradFarOutput * products);
        return (double)problem.Tiles * problem.Products * ((Transformed * problem.InputBlocks * input) + (problem.Blocks * output));
    }

    /// <summary>How often inputs are transformed, on average of one thread and of two, which share a chunk in the middle if their number is odd.</summary>
    private double Transformed => Splits > 1 && Chunks % 2 == 1 ? 1 + (0.5 / Chunks) : 1;

    /// <summary>What one thread and two threads lose on average where two get unequal work: the larger share is at most so many of the largest parts.</summary>
    private double Imbalance(in Problem problem)
    {
        int groups = Ceiling(problem.Blocks, Blocks), runs = Ceiling(problem.Tiles, Columns);
        double share = (double)Ceiling(Chunks * Splits, 2) * Ceiling(groups, Splits) * Runs / (groups * runs);
        return 0.5 + Math.Min(1, Math.Max(0.5, share));
    }

    /// <summary>Products of a register tile of output blocks for a chunk.</summary>
    private int GroupBytes(InstructionSet set, int products) => products * Blocks * set.Lanes * ChunkTiles * sizeof(float);

    private static int Ceiling(int a, int b) => (a + b - 1) / b;

    /// <summary>What is to be cut: tiles, products and filters of a tile, input channels, blocks of output channels.</summary>
    private readonly record struct Problem(InstructionSet Set, int Tiles, int Products, int Filters, int Inputs, int Blocks)
    {
        public int InputBlocks => Ceiling(Inputs, Set.Lanes);

        public int TileBytes => Products * InputBlocks * Set.Lanes * sizeof(float);
    }
}
