using NetGen.Generator.Graph;
using static NetGen.RandomGraphs.Tests.Drawing.WindowLayers;

namespace NetGen.RandomGraphs.Tests.Drawing;

/// <summary>Blocks that many networks share: the forms of the field, with norms and activations that are drawn.</summary>
internal sealed class BlockLibrary
{
    private readonly Dice _dice;
    private readonly List<Block> _blocks = [];
    private int _round;

    public BlockLibrary(int seed, int rounds)
    {
        _dice = new Dice(seed);
        for (_round = 0; _round < rounds; _round++)
        {
            Block residual = Residual(2), sequence = Residual(1);
            _blocks.AddRange([residual, sequence, Inception(), Excitation(), Dense(), InvertedResidual(), Merge(), Nested(residual)]);
        }
    }

    public IReadOnlyList<Block> Blocks => _blocks;

    /// <summary>All declarations.</summary>
    public string Source => string.Join("\n", _blocks.Select(block => block.Source));

    /// <summary>A use that fits tensors of one shape, or null.</summary>
    public BlockUse? Draw(Dice dice, Shape input, int inputs)
    {
        IEnumerable<Block> candidates = dice.Shuffle(_blocks.Where(block => block.Inputs == inputs));
        return candidates.Select(block => block.Draw(dice, input)).FirstOrDefault(use => use is not null && use.Result.Length <= 3000);
    }

    private string Activation() => DrawnLayers.DrawActivation(_dice);

    private string Norm() => _dice.Pick("BatchNorm", "BatchNorm", "GroupNorm(1)", "InstanceNorm(Affine = true)");

    private Block Declare(string stem, string members, Func<string, Dice, Shape, BlockUse?> draw, int inputs = 1)
    {
        string name = Invariant($"{stem}{_round}");
        string source = $"[Block]\npublic abstract partial class {name}\n{{\n{members}}}\n";
        return new Block(name, source, inputs, (dice, input) => draw(name, dice, input));
    }

    /// <summary>Strided by a window that keeps the pixels at its centre.</summary>
    private static Shape Strided(Shape input, int channels, int stride) => Shape.Like(
        input, channels, new Size(((input.Height - 1) / stride) + 1, ((input.Width - 1) / stride) + 1, ((input.Depth - 1) / stride) + 1));

    private static bool IsSmall(Shape input, int rank) => input.SpatialRank == rank && input.Channels <= 18 && input.Pixels is >= 12 and <= 90;

    private Block Residual(int rank)
    {
        int kernel = _dice.Pick(3, 3, 5);
        string members = Invariant($$"""
                private const int Channels = 16, Stride = 1;

                [Conv{{rank}}d(Channels, 3, Stride = Stride, Padding = 1, Bias = false), {{Norm()}}, {{Activation()}}]
                [Conv{{rank}}d(Channels, {{kernel}}, Padding = {{kernel / 2}}), {{Norm()}}]
                private static partial Tensor Residual(Tensor input);

                [Projection(Channels, Stride = Stride)]
                private static partial Tensor Shortcut(Tensor input);

                [Add, {{Activation()}}]
                private static partial Tensor Output(Tensor residual, Tensor shortcut);

            """);
        return Declare("Residual" + (rank == 1 ? "Sequence" : ""), members, (name, dice, input) =>
        {
            if (!IsSmall(input, rank)) return null;
            (int channels, int stride) = (dice.Pick(3, 5, 8, 16, 17), dice.Pick(1, 1, 2));
            if (stride == 2 && input.Pixels < 40) return null;
            if (dice.Chance(30)) (channels, stride) = (input.Channels, 1);
            string repeat = stride == 1 && dice.Chance(40) ? ", Repeat = 2" : "";
            string arguments = stride == 1 && repeat.Length == 0 ? Invariant($"{channels}") : Invariant($"{channels}, {stride}");
            return new BlockUse($"Block<{name}>({arguments}{repeat})", Strided(input, channels, stride));
        });
    }

    private Block Inception()
    {
        string members = Invariant($$"""
                private const int Narrow = 4, Wide = 8, Pooled = 3;
                private const bool Reduces = true;

                [Conv2d(Narrow, 1), {{Activation()}}]
                private static partial Tensor Point(Tensor input);

                [Conv2d(Reduces ? Wide / 2 : Wide, 1), {{Activation()}}, Conv2d(Wide, 3, Padding = 1), {{Norm()}}]
                private static partial Tensor Square(Tensor input);

                [MaxPool2d(3, Stride = 1, Padding = 1), Conv2d(Pooled, 1), {{Activation()}}]
                private static partial Tensor Pool(Tensor input);

                [Concat]
                private static partial Tensor Output(Tensor point, Tensor square, Tensor pool);

            """);
        return Declare("Inception", members, (name, dice, input) =>
        {
            if (!IsSmall(input, 2)) return null;
            (int narrow, int wide, int pooled) = (dice.Pick(1, 3, 5), dice.Pick(4, 5, 8, 15), dice.Pick(1, 3, 4));
            string reduces = dice.Chance(50) ? "" : ", false";
            return new BlockUse(Invariant($"Block<{name}>({narrow}, {wide}, {pooled}{reduces})"), Strided(input, narrow + wide + pooled, 1));
        });
    }

    private Block Excitation()
    {
        string members = Invariant($$"""
                private const int Channels = 16, Reduction = 4;

                [GlobalAvgPool2d, Linear(Channels > Reduction ? Channels / Reduction : 1 + Reduction), {{Activation()}}, Linear(Channels), Sigmoid]
                private static partial Tensor Excitation(Tensor input);

                [Multiply]
                private static partial Tensor Output(Tensor input, Tensor excitation);

            """);
        return Declare("Excited", members, (name, dice, input) => IsSmall(input, 2)
            ? new BlockUse(Invariant($"Block<{name}>({input.Channels}, {dice.Pick(2, 3, 4)})"), input) : null);
    }

    private Block Dense()
    {
        string members = Invariant($$"""
                private const int Growth = 4;

                [{{Norm()}}, {{Activation()}}, Conv2d(Growth, 3, Padding = Padding.Same, Bias = false)]
                private static partial Tensor Grown(Tensor input);

                [Concat]
                private static partial Tensor Output(Tensor input, Tensor grown);

            """);
        return Declare("Dense", members, (name, dice, input) =>
        {
            (int growth, int repeat) = (dice.Pick(2, 3, 5), dice.Between(1, 3));
            return !IsSmall(input, 2) ? null : new BlockUse(
                Invariant($"Block<{name}>({growth}, Repeat = {repeat})"), Strided(input, input.Channels + (growth * repeat), 1));
        });
    }

    private Block InvertedResidual()
    {
        string members = Invariant($$"""
                private const int Channels = 8, Expansion = 2, Kernel = 3;

                [Conv2d(Channels * Expansion, 1, Bias = false), BatchNorm, ReLU6]
                [DepthwiseConv2d(Kernel, Padding = (Kernel - 1) / 2, Bias = false), {{Norm()}}, {{Activation()}}]
                [Conv2d(Channels, 1, Bias = false), BatchNorm]
                private static partial Tensor Narrow(Tensor input);

                [Add]
                private static partial Tensor Output(Tensor input, Tensor narrow);

            """);
        return Declare("Inverted", members, (name, dice, input) => !IsSmall(input, 2) || input.Channels > 9 ? null
            : new BlockUse(Invariant($"Block<{name}>({input.Channels}, {dice.Pick(2, 3)}, {dice.Pick(3, 5)})"), input));
    }

    private Block Merge()
    {
        string members = Invariant($$"""
                private const int Channels = 5;

                [Conv2d(Channels, 1), {{Activation()}}]
                private static partial Tensor Left(Tensor first);

                [Conv2d(Channels, 3, Padding = 1)]
                private static partial Tensor Right(Tensor second);

                [Concat, {{Norm()}}, {{Activation()}}]
                private static partial Tensor Output(Tensor left, Tensor second, Tensor right);

            """);
        return Declare("Merge", members, (name, dice, input) =>
        {
            int channels = dice.Pick(1, 3, 5, 8);
            return !IsSmall(input, 2) ? null
                : new BlockUse(Invariant($"Block<{name}>({channels})"), Strided(input, input.Channels + (2 * channels), 1));
        }, inputs: 2);
    }

    private Block Nested(Block inner)
    {
        string members = Invariant($$"""
                private const int Width = 5, Depth = 2;
                private const bool Wide = false;

                [Block<{{inner.Name}}>(Width, Repeat = Depth), Conv2d(Wide ? Width * 2 : Width + 1, 1), {{Activation()}}]
                private static partial Tensor Output(Tensor input);

            """);
        return Declare("Nested", members, (name, dice, input) =>
        {
            if (!IsSmall(input, 2)) return null;
            (int width, int depth, bool wide) = (dice.Pick(3, 5, 8), dice.Between(1, 2), dice.Chance(50));
            string arguments = wide ? Invariant($"{width}, {depth}, true") : Invariant($"{width}, {depth}");
            return new BlockUse($"Block<{name}>({arguments})", Strided(input, wide ? width * 2 : width + 1, 1));
        });
    }
}
