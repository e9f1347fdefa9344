using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using NetGen.Runtime;

namespace NetGen.Kernels.Tests;

/// <summary>Weights in 28 bits are the weights, whatever they are.</summary>
public sealed class Bits28Tests
{
    /// <summary>How weights may be: the value of a random number and a place, and whether each tile of them fits.</summary>
    private static readonly Dictionary<string, (Func<Random, int, float> Weight, bool Fits)> _kinds = new()
    {
        ["uniform"] = ((random, _) => Uniform(random), true),
        ["zeros"] = ((_, _) => 0, true),
        ["mostly zeros"] = ((random, place) => place % 11 == 0 ? Uniform(random) : 0, true),
        ["negative zeros"] = ((random, place) => place % 2 == 0 ? Uniform(random) : -0f, true),
        ["one binade above another 14 below"] = ((random, place) => place % 2 == 0 ? 1 + random.NextSingle() : float.ScaleB(1 + random.NextSingle(), -14), true),
        ["small beside large"] = ((random, place) => place % 997 == 3 ? float.ScaleB(1 + random.NextSingle(), -15) : 1 + random.NextSingle(), true),
        ["a large outlier"] = ((random, place) => place == 700 ? 1e30f : Uniform(random), true),
        ["the largest"] = ((random, place) => place == 700 ? float.MaxValue : Uniform(random), true),
        ["a subnormal"] = ((random, place) => place == 700 ? float.Epsilon : Uniform(random), true),
        ["the largest window"] = ((random, _) => float.ScaleB(1 + random.NextSingle(), 15 - random.Next(15)), true),
        ["the smallest window"] = ((random, _) => float.ScaleB(1 + random.NextSingle(), random.Next(15) - 126), true),
        ["subnormals"] = ((random, _) => random.Next(1 << 23) * float.Epsilon, false),
        ["beyond the largest window"] = ((random, _) => float.ScaleB(1 + random.NextSingle(), 16 + random.Next(100)), false),
        ["two windows"] = ((random, place) => place % 2 == 0 ? Uniform(random) : Uniform(random) * 1e20f, false),
        ["any finite bits"] = ((random, _) => Bits(random), false),
    };

    public static TheoryData<string, string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (string set in InstructionSets.Tested.Select(set => set.Name))
            {
                foreach (LinearCase item in LinearCase.Bits28)
                {
                    foreach (string kind in _kinds.Keys) rows.Add(set, item.ToString(), kind);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_weight_comes_out_as_it_was(string set, string text, string kind)
    {
        LinearCase item = Of(text, _kinds[kind].Weight);
        var ones = new Tensor(item.InputLength, item.Inputs.Channels, item.Inputs.Height, item.Inputs.Width);
        for (int image = 0; image < item.InputLength; image++) ones.Values[image * (item.InputLength + 1)] = 1;
        KernelMemory.Guarded(set, (memory, instructions) => AssertWeights(item, LinearKernelTests.Forward(memory, instructions, item, ones).Read(), 0));
        foreach (int image in new[] { 0, 7, 8, item.InputLength - 1 })
        {
            KernelMemory.Guarded(set, (memory, instructions) =>
                AssertWeights(item, LinearKernelTests.Forward(memory, instructions, item, LinearKernelTests.Image(ones, image)).Read(), image));
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void An_image_has_the_same_sums_alone_and_in_a_batch(string set, string text, string kind)
    {
        LinearCase item = Of(text, _kinds[kind].Weight);
        Tensor images = item.X(17);
        using var memory = new KernelMemory(InstructionSets.Named(set), Guard.After);
        Tensor batch = LinearKernelTests.Forward(memory, InstructionSets.Named(set), item, images).Read();
        foreach (int image in new[] { 0, 5, 16 })
        {
            Tensor alone = LinearKernelTests.Forward(memory, InstructionSets.Named(set), item, LinearKernelTests.Image(images, image)).Read();
            Assert.Equal(batch.Values.Slice(image * item.Outputs, item.Outputs).ToArray(), alone.Values.ToArray());
        }
    }

    /// <summary>The form of a tile: in 28 bits wherever few weights are outside a window, which the largest of them does not choose.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public unsafe void A_tile_is_coded_if_its_weights_fit(string set, string text, string kind)
    {
        (Func<Random, int, float> weight, bool fits) = _kinds[kind];
        LinearCase item = Of(text, weight);
        InstructionSet instructions = InstructionSets.Named(set);
        WeightPacking packing = item.Forward.Weights(instructions) with { Plain = item.Strides };
        using var memory = new KernelMemory(instructions, Guard.After);
        FloatBuffer packed = memory.Packed(packing, item.Weight);
        for (int tile = 0; tile < packing.Tiles; tile++)
            Assert.Equal(fits, PackedBits28.IsCoded(packed.Start + (tile * (packing.TileLength + PackedBits28.Header))));
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Rows), MemberType = typeof(InstructionSets))]
    public void What_is_no_number_or_infinite_reaches_its_own_output_only(string set)
    {
        LinearCase item = Of(LinearCase.Bits28[0].ToString(), (random, place) => place switch
        {
            30 => float.NaN,
            (7 * 70) + 5 => float.PositiveInfinity,
            (200 * 70) + 69 => float.NegativeInfinity,
            _ => Uniform(random),
        });
        foreach (int images in new[] { 1, 2 })
        {
            Tensor x = new(images, 70);
            x.Values.Fill(1);
            using var memory = new KernelMemory(InstructionSets.Named(set), Guard.After);
            Tensor y = LinearKernelTests.Forward(memory, InstructionSets.Named(set), item, x).Read();
            for (int output = 0; output < item.Outputs; output++)
            {
                double expected = output switch { 0 => double.NaN, 7 => double.PositiveInfinity, 200 => double.NegativeInfinity, _ => 0 };
                if (expected == 0) Assert.True(double.IsFinite(y[images - 1, output]));
                else Assert.Equal(expected, y[images - 1, output]);
            }
        }
    }

    [Fact]
    public void Vectors_of_128_bits_read_floats_unless_they_are_asked_to()
    {
        LinearKernel kernel = LinearCase.Bits28[0].Forward with { SlowToo = false };
        Assert.Equal(
            [Generator.Kernels.WeightStorage.Bits28, Generator.Kernels.WeightStorage.Bits28, Generator.Kernels.WeightStorage.Plain],
            Targets.All.Select(kernel.StorageFor));
    }

    private static void AssertWeights(LinearCase item, Tensor y, int firstInput)
    {
        for (int image = 0; image < y.Images; image++)
        {
            for (int output = 0; output < item.Outputs; output++)
            {
                double expected = item.Weight[output, firstInput + image], actual = y[image, output];
                Assert.True(expected == actual, $"Weight {output}, {firstInput + image} is {expected:R}, but came out as {actual:R}.");
            }
        }
    }

    private static LinearCase Of(string text, Func<Random, int, float> weight)
    {
        LinearCase item = LinearCase.Bits28.Single(item => item.ToString() == text);
        var random = new Random(7);
        Tensor weights = item.Weight.Like();
        for (int i = 0; i < weights.Values.Length; i++) weights.Values[i] = weight(random, i);
        return item with { Weight = weights };
    }

    private static float Uniform(Random random) => (random.NextSingle() - 0.5f) * 0.04f;

    private static float Bits(Random random)
    {
        float value = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
        return float.IsFinite(value) ? value : 0;
    }
}
