using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using Dropout = NetGen.Reference.Dropout;

namespace NetGen.Kernels.Tests;

public sealed class DropoutKernelTests
{
    private const ulong Key = 0xFEDCBA9876543210;

    private static readonly float[] _probabilities = [0f, 0.2f, 0.99f];

    private static readonly bool[] _choices = [false, true];

    internal static KernelLibrary Library { get; } = new(
        from shape in Cases.Shapes from probability in _probabilities from whole in _choices select Kernel(shape, probability, whole));

    public static TheoryData<string, string> Rows => InstructionSets.With(Cases.Shapes);

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_mask_depends_on_key_layer_image_and_element_only(string set, string text)
    {
        ShapeCase shape = Cases.Shapes.Single(item => item.ToString() == text);
        Tensor x = shape.Random(1, 3);
        foreach ((float probability, bool whole) in _probabilities.SelectMany(probability => _choices.Select(whole => (probability, whole))))
        {
            DropoutKernel kernel = Kernel(shape, probability, whole);
            KernelMemory.Guarded(set, (memory, instructions) =>
            {
                TensorBuffer source = memory.Tensor(x, kernel.Input), target = memory.Blank(x.Images, kernel.Output);
                for (int image = 0; image < x.Images; image++)
                {
                    for (int block = 0; block < source.Layout.Blocks; block++)
                    {
                        Library.Run(kernel, instructions, source.Image(image), target.Image(image), Key, image, block);
                    }
                }

                Close.Assert(Dropout.Forward(x, probability, kernel.Salt, Key, whole), target.Read(), 2);
            });
        }
    }

    /// <summary>Four standard deviations of a binomial distribution; the numbers are fixed, so this cannot fail by chance.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void The_share_of_dropped_elements_is_the_probability(double probability)
    {
        const int Count = 200_000;
        int dropped = Enumerable.Range(0, Count).Count(i => !Dropout.IsKept(probability, 3, Key, i / 1000, (uint)(i % 1000)));
        Assert.InRange(dropped - (Count * probability), -4 * Deviation(Count, probability), 4 * Deviation(Count, probability));
    }

    /// <summary>The masks of two neighbours in any argument agree as often as those of independent elements.</summary>
    [Theory]
    [InlineData(1ul, 0, 0, 0u)]
    [InlineData(1ul << 32, 0, 0, 0u)]
    [InlineData(0ul, 1, 0, 0u)]
    [InlineData(0ul, 0, 1, 0u)]
    [InlineData(0ul, 0, 0, 1u)]
    [InlineData(0ul, 0, 0, 64u)]
    public void Neighbouring_masks_are_independent(ulong key, int salt, int image, uint element)
    {
        const int Count = 200_000;
        int agreements = Enumerable.Range(0, Count).Count(i =>
            Dropout.IsKept(0.5, 3, Key, i / 1000, (uint)(i % 1000))
            == Dropout.IsKept(0.5, 3 + salt, Key + key, (i / 1000) + image, (uint)(i % 1000) + element));
        Assert.InRange(agreements - (Count / 2), -4 * Deviation(Count, 0.5), 4 * Deviation(Count, 0.5));
    }

    private static double Deviation(int count, double probability) => Math.Sqrt(count * probability * (1 - probability));

    private static DropoutKernel Kernel(ShapeCase shape, float probability, bool whole) =>
        new(shape.Form, shape.Form with { Halo = Edges.None }, probability, Salt: 7) { WholeChannels = whole };
}
