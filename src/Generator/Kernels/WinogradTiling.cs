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
internal readonly record struct WinogradTiling(int Blocks, int Columns, int Runs, int Chunks)
{
    // Transformed inputs that stay in the second-level cache, products that stay there beside them, and bytes of a cycle that come from
    // memory: the weights of a large network do not stay in any cache, and other threads read too.
    private const int InputBytes = 1 << 20, ProductBytes = 1 << 18, MostInputBytes = 1 << 23;
    public const double BytesPerCycle = 5;

    // The share of the lesser of multiplying and fetching that does not hide behind the greater.
    public const double Exposed = 0.3;

    private static readonly int[] _runs = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 96, 128];

    /// <summary>Tiles of a chunk.</summary>
    public int ChunkTiles => Columns * Runs;

    /// <summary>Parts that share a chunk: so many that two threads have equal work, few enough that transforming the input again costs little.</summary>
    public int Splits(int groups) => Math.Min(groups, Chunks is 1 ? (groups >= 16 ? 4 : 2) : Chunks < 8 && Chunks % 2 == 1 ? 2 : 1);

    /// <summary>Register tiles of output blocks whose products are kept at once.</summary>
    public int GroupsPerPass(InstructionSet set, int products, int groups) =>
        Math.Max(1, Math.Min(groups, ProductBytes / (products * Blocks * set.Lanes * ChunkTiles * sizeof(float))));

    /// <summary>The tiling with the least estimated time for an image, in cycles of all multiplications.</summary>
    /// <param name="set">The instruction set.</param>
    /// <param name="tiles">Tiles of the output.</param>
    /// <param name="products">Products of a tile.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    public static (WinogradTiling Tiling, double Cycles) Choose(InstructionSet set, int tiles, int products, int inputs, int outputs)
    {
        WinogradTiling best = default;
        double least = double.PositiveInfinity;
        int blocks = Ceiling(outputs, set.Lanes);
        int tileBytes = products * Ceiling(inputs, set.Lanes) * set.Lanes * sizeof(float);
        for (int b = 1; b <= Math.Min(blocks, 4); b++)
        {
            // A register tile that is less than half full cannot win, unless there are no more tiles.
            int widest = Math.Min(tiles, RegisterTile.Widest(set, b));
            for (int c = widest; c >= Math.Max(1, widest / 2); c--)
            {
                foreach (int most in _runs)
                {
                    if (most > 1 && most * c * tileBytes > MostInputBytes) break;
                    int chunks = Ceiling(tiles, c * most), runs = Ceiling(Ceiling(tiles, chunks), c);
                    var tiling = new WinogradTiling(b, c, runs, chunks);
                    double cost = tiling.Cost(set, tiles, products, inputs, blocks, tileBytes) * tiling.Imbalance(blocks);
                    if (cost < least) (best, least) = (tiling, cost);
                    if (chunks == 1) break;
                }
            }
        }

        return (best, least);
    }

    /// <summary>Cycles of all multiplications of an image, bound by multiply-adds, or by weights and data from behind the second-level cache.</summary>
    private double Cost(InstructionSet set, int tiles, int products, int inputs, int blocks, int tileBytes)
    {
        int rest = blocks % Blocks;
        double group = new RegisterTile(Blocks, 1, Columns).ReductionCost(set, inputs);
        double last = rest == 0 ? 0 : new RegisterTile(rest, 1, Columns).ReductionCost(set, inputs);
        int calls = ((Chunks - 1) * Runs) + Ceiling(tiles - ((Chunks - 1) * ChunkTiles), Columns);
        double compute = products * calls * ((blocks / Blocks * group) + last);
        int passes = Ceiling(Ceiling(blocks, Blocks), GroupsPerPass(set, products, Ceiling(blocks, Blocks)));
        double data = ChunkTiles * tileBytes <= InputBytes ? 0 : (double)Chunks * ChunkTiles * tileBytes * (passes + 1);
        double weights = (double)Chunks * products * inputs * blocks * set.Lanes * sizeof(float);
        double traffic = (weights + data) / BytesPerCycle;
        return Math.Max(compute, traffic) + (Exposed * Math.Min(compute, traffic));
    }

    /// <summary>What one thread and two threads lose on average where two get unequal numbers of parts.</summary>
    private double Imbalance(int blocks)
    {
        int parts = Chunks * Splits(Ceiling(blocks, Blocks));
        return 0.5 + ((double)Ceiling(parts, 2) / parts);
    }

    private static int Ceiling(int a, int b) => (a + b - 1) / b;
}
