using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;

namespace NetGen.Kernels.Tests;

public sealed class RegisterTileTests
{
    private static readonly (int Blocks, int Rows, int Columns)[] _outputs =
    [
        (1, 1, 1), (1, 1, 7), (1, 28, 28), (2, 14, 14), (4, 56, 56), (5, 7, 7), (9, 13, 13), (16, 14, 14), (32, 7, 7), (32, 1, 1), (3, 3, 112),
    ];

    public static TheoryData<string> Sets => [.. Targets.All.Select(set => set.Name)];

    [Fact]
    public void A_balanced_split_covers_exactly_with_the_fewest_pieces()
    {
        for (int count = 1; count <= 120; count++)
        {
            for (int most = 1; most <= 32; most++)
            {
                var split = BalancedSplit.Of(count, most);
                var sizes = split.Runs.SelectMany(run => Enumerable.Repeat(run.Size, run.Count)).ToList();
                Assert.Equal((count + most - 1) / most, split.Pieces);
                Assert.Equal(split.Pieces, sizes.Count);
                Assert.Equal(count, sizes.Sum());
                Assert.InRange(sizes.Max(), 1, most);
                Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
                Assert.Equal(sizes.OrderDescending(), sizes);
                Assert.All(split.Runs, run => Assert.Equal(sizes.IndexOf(run.Size), run.First));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void A_chosen_tile_fits_the_registers_and_the_output(string set)
    {
        InstructionSet instructions = InstructionSets.Named(set);
        foreach ((int blocks, int rows, int columns) in _outputs)
        {
            foreach (int reduction in (ReadOnlySpan<int>)[0, 1, 25, 576, 4608])
            {
                RegisterTile tile = RegisterTile.Choose(instructions, blocks, rows, columns, _ => reduction);
                Assert.True(tile.Fits(instructions), $"{tile} does not fit {instructions.Registers} registers.");
                Assert.InRange(tile.Blocks, 1, blocks);
                Assert.InRange(tile.Rows, 1, rows);
                Assert.InRange(tile.Columns, 1, columns);
            }
        }
    }

    [Theory]
    [InlineData("Avx512", 24)]
    [InlineData("Avx2", 10)]
    [InlineData("Vector128", 10)]
    public void A_large_layer_fills_the_registers_with_accumulators(string set, int least)
    {
        InstructionSet instructions = InstructionSets.Named(set);
        int blocks = 64 / instructions.Lanes;
        RegisterTile tile = RegisterTile.Choose(instructions, blocks, 56, 56, _ => 64 * 9);
        Assert.InRange(tile.Blocks * tile.Pixels, least, instructions.Registers);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void The_limit_of_the_registers_is_sharp(string set)
    {
        InstructionSet instructions = InstructionSets.Named(set);
        int spare = instructions.Lanes == 4 ? 3 : 2;
        Assert.True(new RegisterTile(1, 1, instructions.Registers - spare).Fits(instructions));
        Assert.False(new RegisterTile(1, 1, instructions.Registers - spare + 1).Fits(instructions));
    }
}
