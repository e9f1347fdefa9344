using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using NetGen.Runtime;

namespace NetGen.Kernels.Tests;

public sealed class PackingTests
{
    public static TheoryData<string> Sets => [.. Targets.All.Select(set => set.Name)];

    private static IEnumerable<ConvCase> Cases => ConvCases.Gradients;

    [Theory]
    [MemberData(nameof(Sets))]
    public void Weights_lie_by_tile_input_block_tap_lane_and_output(string set)
    {
        InstructionSet instructions = InstructionSets.Named(set);
        foreach (ConvCase item in Cases)
        {
            Tensor weight = ConvReference.Of(item, 1).Weight;
            WeightPacking packing = item.Forward.Weights(instructions) with { Plain = item.ForwardStrides };
            CheckPacked(packing, weight, item.ToString(), (output, input, tap) =>
                SameGroup(item, output, input) ? weight[output, input % weight.Channels, tap.Row, tap.Column, tap.Plane] : 0);
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void A_phase_packs_its_taps_with_inputs_and_outputs_exchanged(string set)
    {
        InstructionSet instructions = InstructionSets.Named(set);
        foreach (CasePhase phase in Cases.SelectMany(item => item.Phases).Where(phase => phase.Phase.Axes.Taps > 0))
        {
            ConvCase item = phase.Case;
            Tensor weight = ConvReference.Of(item, 1).Weight;
            WeightPacking packing = phase.Kernel.Weights(instructions) with { Plain = phase.Strides };
            (BackwardPhase planes, BackwardPhase rows, BackwardPhase columns) = phase.Phase;
            CheckPacked(packing, weight, phase.ToString(), (output, input, tap) => SameGroup(item, input, output)
                ? weight[
                    input, output % weight.Channels, rows.FirstTap + (tap.Row * rows.TapStride), columns.FirstTap + (tap.Column * columns.TapStride),
                    planes.FirstTap + (tap.Plane * planes.TapStride)]
                : 0);
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Unpacking_gives_the_plain_weights_back(string set)
    {
        InstructionSet instructions = InstructionSets.Named(set);
        foreach (ConvCase item in Cases)
        {
            Tensor weight = ConvReference.Of(item, 1).Weight;
            KernelMemory.Guarded(set, (memory, _) =>
            {
                WeightPacking packing = item.WeightGradient.Weights(instructions) with { Plain = item.ForwardStrides };
                FloatBuffer packed = memory.Packed(packing, weight);
                Close.AssertExact(weight, memory.Unpacked(packing, packed, weight.Values.Length).ReadAs(weight));
            });
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void A_scale_multiplies_every_weight_of_its_output(string set)
    {
        InstructionSet instructions = InstructionSets.Named(set);
        foreach (ConvCase item in Cases.Take(60))
        {
            Tensor weight = ConvReference.Of(item, 1).Weight, scale = Tensor.Random(5, 1, item.Outputs);
            Tensor scaled = weight.Like();
            foreach ((int o, int i, int row, int column) in weight.Indices) scaled[o, i, row, column] = (float)weight[o, i, row, column] * (float)scale[0, o];
            KernelMemory.Guarded(set, (memory, _) =>
            {
                WeightPacking packing = item.Forward.Weights(instructions) with { Plain = item.ForwardStrides };
                FloatBuffer packed = memory.Packed(packing, weight, memory.Floats(scale));

                // A weight that is absent may be scaled to a zero of either sign.
                float[] expected = memory.Packed(packing, scaled).Span.ToArray();
                Assert.Equal(expected.Select(value => value + 0), packed.Span.ToArray().Select(value => value + 0));
            });
        }
    }

    /// <summary>Ties go to the even neighbour, a carry reaches the exponent, and what is no number stays none.</summary>
    [Theory]
    [InlineData(0x3F80_0000u, 0x3F80u)] // 1
    [InlineData(0x8000_0000u, 0x8000u)] // −0
    [InlineData(0x3F80_7FFFu, 0x3F80u)] // just below the middle
    [InlineData(0x3F80_8000u, 0x3F80u)] // the middle, to the even one below
    [InlineData(0x3F81_8000u, 0x3F82u)] // the middle, to the even one above
    [InlineData(0x3F80_8001u, 0x3F81u)] // just above the middle
    [InlineData(0x3FFF_FFFFu, 0x4000u)] // to the next power of two
    [InlineData(0xC2F7_9000u, 0xC2F8u)] // −123.78
    [InlineData(0x0000_8001u, 0x0001u)] // subnormal
    [InlineData(0x7F7F_FFFFu, 0x7F80u)] // the largest number rounds to infinity
    [InlineData(0xFF80_0000u, 0xFF80u)] // −∞
    [InlineData(0x7F80_0001u, 0x7FC0u)] // a NaN whose upper half alone would be infinity
    public unsafe void Bfloat16_is_the_nearest_number(uint bits, uint expected)
    {
        float value = BitConverter.UInt32BitsToSingle(bits);
        foreach (InstructionSet set in Targets.All)
        {
            // One whole block of outputs and part of another, which are packed in different ways; five inputs, not a whole number of steps.
            var item = new LinearCase(Generator.Graph.Shape.Of(5), set.Lanes + 1);
            WeightPacking packing = item.Forward.Weights(set) with { Plain = item.Strides, Storage = Generator.Kernels.WeightStorage.BFloat16 };
            using var memory = new KernelMemory(set, Guard.After);
            FloatBuffer plain = memory.Floats(5 * item.Outputs), packed = memory.Floats(packing.StoredLength());
            plain.Span.Fill(value);
            for (int tile = 0; tile < packing.Tiles; tile++) Packing.Weights(packing.Layout(), plain.Start, null, packed.Start, tile);
            int width = Math.Min(packing.Tile, packing.OutputBlocks) * set.Lanes;
            for (int input = 0; input < 5; input++) Assert.Equal((ushort)expected, ((ushort*)packed.Start)[(input * width) + set.Lanes - 1]);
            Assert.Equal((ushort)expected, ((ushort*)packed.Start)[width == set.Lanes ? 5 * width : set.Lanes]);
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public unsafe void Transposed_weights_lie_by_tile_output_vector_and_lane(string set)
    {
        InstructionSet instructions = InstructionSets.Named(set);
        foreach (LinearCase item in LinearCase.All)
        {
            LinearKernel kernel = item.InputGradient;
            int tile = kernel.Tile(instructions), vectors = kernel.Vectors(instructions), lanes = instructions.Lanes;
            int channels = item.Inputs.Channels, pixels = (int)item.Inputs.Pixels;
            Tensor weight = item.Weight;
            KernelMemory.Guarded(set, (memory, _) =>
            {
                FloatBuffer plain = memory.Floats(weight), packed = memory.Floats((int)kernel.PackedLength(instructions));
                for (int index = 0; index * tile < vectors; index++)
                    Packing.Transposed(plain.Start, packed.Start, item.Outputs, channels, pixels, lanes, tile, index);
                for (int i = 0; i < vectors * lanes * item.Outputs; i++)
                {
                    int first = i / (tile * lanes * item.Outputs) * tile, width = Math.Min(tile, vectors - first);
                    int inTile = i - (first * lanes * item.Outputs);
                    int output = inTile / (width * lanes), vector = first + (inTile / lanes % width);
                    int channel = (vector / pixels * lanes) + (i % lanes);
                    double expected = channel < channels ? weight[output, (channel * pixels) + (vector % pixels)] : 0;
                    if (packed.Span[i] != expected) Assert.Fail($"{item}: {packed.Span[i]} instead of {expected} at {i}.");
                }
            });
        }
    }

    [Fact]
    public unsafe void A_vector_is_filled_up_with_zeros()
    {
        KernelMemory.Guarded(Targets.Avx2.Name, (memory, _) =>
        {
            FloatBuffer source = memory.Floats(Tensor.Random(1, 1, 5)), packed = memory.Floats(8), none = memory.Floats(8);
            Packing.Vector(source.Start, 5, packed.Start, 8);
            Packing.Vector(null, 5, none.Start, 8);
            Assert.Equal([.. source.Span, 0, 0, 0], packed.Span.ToArray());
            Assert.Equal(new float[8], none.Span.ToArray());
        });
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    [InlineData(false, false, false)]
    public unsafe void Batch_norm_folds_into_a_factor_and_a_summand(bool hasGamma, bool hasBeta, bool hasBias)
    {
        const int Channels = 9;
        const float Epsilon = 1e-3f;
        Tensor gamma = Tensor.Random(1, 1, Channels), beta = Tensor.Random(2, 1, Channels), mean = Tensor.Random(3, 1, Channels);
        Tensor variance = Tensor.Random(4, 1, Channels).Magnitude(), bias = Tensor.Random(5, 1, Channels);
        variance[0, 3] = 0;
        KernelMemory.Guarded(Targets.Avx2.Name, (memory, _) =>
        {
            FloatBuffer scale = memory.Floats(Channels), shift = memory.Floats(Channels);
            var parameters = new BatchNormParameters
            {
                Scale = hasGamma ? memory.Floats(gamma).Start : null,
                Shift = hasBeta ? memory.Floats(beta).Start : null,
                Mean = memory.Floats(mean).Start,
                Variance = memory.Floats(variance).Start,
                Bias = hasBias ? memory.Floats(bias).Start : null,
            };
            Packing.FoldBatchNorm(parameters, Epsilon, Channels, scale.Start, shift.Start);
            for (int c = 0; c < Channels; c++)
            {
                double factor = (hasGamma ? gamma[0, c] : 1) / Math.Sqrt(variance[0, c] + Epsilon);
                Assert.Equal((float)factor, scale.Span[c]);
                Assert.Equal((float)((hasBeta ? beta[0, c] : 0) + (((hasBias ? bias[0, c] : 0) - mean[0, c]) * factor)), shift.Span[c]);
            }
        });
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void A_layout_is_written_into_generated_code_as_it_is(string set)
    {
        InstructionSet instructions = InstructionSets.Named(set);
        WeightPacking[] packings =
        [
            .. Cases.Take(100).Select(item => item.Forward.Weights(instructions) with { Plain = item.ForwardStrides }),
            .. Cases.TakeLast(30).SelectMany(item => item.Phases).Select(phase => phase.Kernel.Weights(instructions) with { Plain = phase.Strides }),
        ];
        WeightLayout[] layouts = Evaluate(packings.Select(packing => (packing with { Plain = default }).Literal() + packing.Plain.Literal()));
        for (int i = 0; i < packings.Length; i++)
        {
            WeightPacking packing = packings[i];
            Assert.Equal(packing.Layout(), layouts[i]);
            Assert.Equal((packing.OutputBlocks, packing.InputBlocks, packing.Tiles), (layouts[i].OutputBlocks, layouts[i].InputBlocks, layouts[i].Tiles));
        }
    }

    /// <summary>Compares all that packing writes with a weight for each output, input and tap; padding is zero.</summary>
    private static void CheckPacked(WeightPacking packing, Tensor weight, string item, Func<int, int, (int Plane, int Row, int Column), double> expected)
    {
        using var memory = new KernelMemory(Targets.Avx2, Guard.After);
        FloatBuffer packed = memory.Packed(packing, weight);
        WeightLayout layout = packing.Layout();
        for (int tile = 0; tile < packing.Tiles; tile++)
        {
            int at = tile * packing.TileLength, first = tile * packing.Tile * packing.Lanes;
            int width = Math.Min(packing.Tile * packing.Lanes, (packing.OutputBlocks * packing.Lanes) - first);
            foreach ((int input, (int, int, int) tap) in Steps(packing, layout.FirstInputBlock(tile)))
            {
                for (int lane = first; lane < first + width; lane++, at++)
                {
                    (int output, int from) = packing.InRounds ? (InRound(lane, input - layout.FirstInputBlock(tile), packing), lane) : (lane, input);
                    double wanted = output < packing.Outputs && from < packing.Inputs ? expected(output, from, tap) : 0;
                    if (packed.Span[at] != wanted) Assert.Fail($"{item}: {packed.Span[at]} instead of {wanted} at {at}, output {output} of {packing}.");
                }
            }
        }
    }

    /// <summary>The output of an input's group that is the input's in a round; the last round's is in its own lane.</summary>
    private static int InRound(int input, int round, WeightPacking packing)
    {
        int size = packing.Inputs / packing.Groups;
        return (input / size * size) + ((input + round + 1) % size);
    }

    /// <summary>The inputs and taps of a tile in the order of the kernel's reduction.</summary>
    private static IEnumerable<(int Input, (int Plane, int Row, int Column) Tap)> Steps(WeightPacking packing, int firstBlock) =>
        from block in Enumerable.Range(firstBlock, packing.InputBlocksPerTile)
        from plane in Enumerable.Range(0, packing.TapPlanes)
        from row in Enumerable.Range(0, packing.TapRows)
        from column in Enumerable.Range(0, packing.TapColumns)
        from input in Enumerable.Range(block * packing.InputLanes, packing.InputLanes)
        where packing.Groups > 1 || input < packing.Inputs
        select (input, (plane, row, column));

    private static bool SameGroup(ConvCase item, int output, int input) =>
        output / (item.Outputs / item.Groups) == input / (item.Inputs / item.Groups);

    private static WeightLayout[] Evaluate(IEnumerable<string> literals)
    {
        string source = $"using NetGen.Runtime; public static class Layouts {{ public static readonly NetGen.Runtime.WeightLayout[] All = [{string.Join(", ", literals)}]; }}";
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            $"Layouts{Guid.NewGuid():N}", [CSharpSyntaxTree.ParseText(source)], references, new(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        Assert.Empty(compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        Type type = System.Reflection.Assembly.Load(image.ToArray()).GetType("Layouts", throwOnError: true)!;
        return (WeightLayout[])type.GetField("All")!.GetValue(null)!;
    }

    /// <summary>Where all channels are one group, the short form of the literal must not lose the order of rounds.</summary>
    [Fact]
    public void A_packing_in_rounds_says_so_without_groups_too() => Assert.Contains(
        "InRounds = true", new WeightPacking(Lanes: 16, Tile: 1, InputLanes: 1, Outputs: 8, Inputs: 8, Groups: 1) { InRounds = true }.Literal(), StringComparison.Ordinal);
}
