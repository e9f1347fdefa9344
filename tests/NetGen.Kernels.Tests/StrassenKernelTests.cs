using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using NetGen.Runtime;
using Window = NetGen.Reference.Window;

namespace NetGen.Kernels.Tests;

public sealed class StrassenKernelTests
{
    private const int Images = 2;

    internal static KernelLibrary Library { get; } = new(StrassenCase.All.Select(item => item.Kernel));

    public static TheoryData<string, string> Rows => InstructionSets.With(StrassenCase.All);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Forward_is_the_convolution_with_its_epilogue(string set, string text)
    {
        StrassenCase item = StrassenCase.All.Single(it => it.ToString() == text);
        ConvReference reference = ConvReference.Of(item.Conv with { Activation = ActivationFunction.Identity }, Images);
        Tensor residual = item.RandomResidual(Images);
        Tensor expected = reference.Forward.Value.Map(value => value);
        for (int i = 0; i < expected.Values.Length && item.AddsResidual; i++) expected.Values[i] += residual.Values[i];
        expected = item.Conv.Function.Forward(expected);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            Tensor y = Run(memory, instructions, item, reference, residual).Read();
            AssertWithinBound(expected, y, reference.Forward.Magnitude);
        });
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Rows), MemberType = typeof(InstructionSets))]
    public void Every_part_writes_pixels_of_its_own_and_their_order_is_free(string set)
    {
        InstructionSet instructions = InstructionSets.Named(set);
        StrassenCase[] cases = [.. StrassenCase.All.Where(item => item.Kernel.Parts(instructions) > 1)];
        Assert.Contains(cases, item => item.Kernel.Parts(instructions) > item.Kernel.PartsOfChunk(instructions));
        foreach (StrassenCase item in cases)
        {
            ConvReference reference = ConvReference.Of(item.Conv, Images);
            Tensor residual = item.RandomResidual(Images);
            KernelMemory.Guarded(set, (memory, _) =>
            {
                TensorBuffer forwards = Run(memory, instructions, item, reference, residual);
                TensorBuffer backwards = Run(memory, instructions, item, reference, residual, reversed: true);
                Assert.True(forwards.HasSameBits(backwards), $"{item}: the order of parts matters.");
            });
        }
    }

    [Fact]
    public void Kernels_of_other_epilogues_residuals_and_halos_have_other_names() =>
        Assert.Equal(Library.Specs.Count, Library.Specs.Select(spec => spec.Name).Distinct().Count());

    [Fact]
    public unsafe void Packed_weights_are_the_sums_of_their_quarters_with_factors_applied()
    {
        // Four lanes, two tiles of one block: outputs 4..7 of either half stand in the second tile.
        const int Outputs = 16, Inputs = 6, Half = Inputs / 2;
        float[] weights = [.. Enumerable.Range(0, Outputs * Inputs).Select(i => (float)((i * 7 % 31) - 15))], scale = [.. Enumerable.Range(0, Outputs).Select(i => i % 3 == 0 ? 2f : 0.5f)];
        float At(int output, int input) => weights[(output * Inputs) + input] * scale[output];
        var layout = new StrassenLayout(Lanes: 4, Tile: 1, Outputs, Inputs);
        var packed = new float[7 * (Outputs / 2) * Half];
        fixed (float* w = weights, s = scale, p = packed)
        {
            for (int tile = 0; tile < layout.Tiles; tile++) layout.Pack(w, s, p, tile);
        }

        for (int output = 0; output < Outputs / 2; output++)
        {
            for (int input = 0; input < Half; input++)
            {
                float a11 = At(output, input), a12 = At(output, Half + input);
                float a21 = At((Outputs / 2) + output, input), a22 = At((Outputs / 2) + output, Half + input);
                float[] expected = [a11, a12, a21 + a22 - a11, a11 - a21, -a22, a21 + a22, a12 - (a21 + a22 - a11)];
                float[] actual = [.. Enumerable.Range(0, 7).Select(product => packed[(output / 4 * 7 * Half * 4) + (((product * Half) + input) * 4) + (output % 4)])];
                Assert.Equal(expected, actual);
            }
        }
    }

    /// <summary>The bound that docs/kernels.md states: some roundings of the largest sum of absolute values that an output has.</summary>
    private static void AssertWithinBound(Tensor expected, Tensor actual, Tensor magnitude)
    {
        const int Roundings = 24;
        double allowed = Roundings * Close.Rounding * magnitude.Values.ToArray().Max();
        for (int i = 0; i < expected.Values.Length; i++)
        {
            double difference = Math.Abs(expected.Values[i] - actual.Values[i]);
            Assert.True(difference <= allowed, $"Element {i} of {expected}: expected {expected.Values[i]:G9}, got {actual.Values[i]:G9}; {allowed:G3} is allowed.");
        }
    }

    private static unsafe TensorBuffer Run(
        KernelMemory memory, InstructionSet set, StrassenCase item, ConvReference reference, Tensor residual, bool reversed = false)
    {
        StrassenKernel kernel = item.Kernel;
        TensorBuffer x = memory.Tensor(reference.X, kernel.Input, zeroHalo: true), y = memory.Blank(Images, kernel.Output);
        TensorBuffer? added = kernel.Residual is { } form ? memory.Tensor(residual, form) : null;
        FloatBuffer w = Pack(memory, kernel.Weights(set), reference.Weight), scratch = memory.Floats(kernel.ScratchLength(set));
        FloatBuffer? bias = item.Conv.Bias ? memory.PackedVector(reference.Bias, set) : null;
        for (int image = 0; image < Images; image++)
        {
            object?[] residuals = added is null ? [] : [added.Image(image)];
            Addresses tensors = memory.Array([x.Image(image), w, bias, .. residuals, y.Image(image)]);
            foreach ((int part, bool prepared) in ScratchParts.Of(kernel, set, reversed)) Library.Run(kernel, set, tensors, scratch, prepared, part);
        }

        return y;
    }

    private static unsafe FloatBuffer Pack(KernelMemory memory, StrassenPacking packing, Tensor weights)
    {
        FloatBuffer plain = memory.Floats(weights), packed = memory.Floats(checked((int)packing.Length));
        var layout = new StrassenLayout(packing.Lanes, packing.Tile, packing.Outputs, packing.Inputs);
        for (int tile = 0; tile < layout.Tiles; tile++) layout.Pack(plain.Start, null, packed.Start, tile);
        return packed;
    }
}

/// <summary>A 1×1 convolution that Strassen's algorithm computes.</summary>
internal sealed record StrassenCase(ConvCase Conv, bool AddsResidual = false, Edges ResidualHalo = default)
{
    private static readonly ConvCase _plain = new(32, 64, 6, 9, new Window(1));

    public static IReadOnlyList<StrassenCase> All { get; } =
    [
        .. Sizes.Select(item => new StrassenCase(item)), .. Forms.Select(item => new StrassenCase(item)),
        new(_plain, AddsResidual: true), new(_plain, AddsResidual: true, Edges.All(1)),
        new(_plain with { Activation = ActivationFunction.ReLU, Bias = false, Width = 14 }, AddsResidual: true, new Edges(0, 1, 2, 3)),
        new(_plain with { Activation = ActivationFunction.LeakyReLU, Slope = 0.2f, OutputHalo = new Edges(2, 1, 0, 1) }, AddsResidual: true),
    ];

    public StrassenKernel Kernel => new(
        Conv.Input, Conv.Output, Conv.Axes.Vertical, Conv.Axes.Horizontal, Conv.Bias, Conv.Activation, Conv.Slope)
    {
        Residual = AddsResidual ? new TensorForm(Conv.Output.Shape, ResidualHalo) : null,
    };

    public Tensor RandomResidual(int images) => Tensor.Random(5, images, Conv.Outputs, Conv.OutHeight, Conv.OutWidth);

    public override string ToString() => $"{Conv} by Strassen{(AddsResidual ? " + residual " + KernelNames.Of(ResidualHalo) : "")}";

    /// <summary>One pixel, odd and even numbers, strips that end within rows, several chunks; tiles of channels with and without a rest.</summary>
    private static IEnumerable<ConvCase> Sizes =>
    [
        _plain with { Height = 1, Width = 1 }, _plain with { Height = 1, Width = 2 }, _plain with { Height = 7, Width = 7 },
        _plain with { Inputs = 64, Outputs = 32, Height = 4, Width = 14 }, _plain with { Inputs = 96, Outputs = 160, Height = 5, Width = 3 },
        _plain with { Inputs = 224, Outputs = 96, Height = 28, Width = 28 }, _plain with { Outputs = 352, Height = 13, Width = 11 },
    ];

    private static IEnumerable<ConvCase> Forms =>
    [
        _plain with { Window = new Window(1, stride: 2) }, _plain with { Height = 8, Width = 14, Wider = new Edges(1, 0, 2, 0) },
        _plain with { Wider = new Edges(1, 2, 0, 3) }, _plain with { OutputHalo = new Edges(2, 1, 0, 1) }, _plain with { Bias = false },
        _plain with { Activation = ActivationFunction.ReLU }, _plain with { Activation = ActivationFunction.ReLU6 },
        _plain with { Activation = ActivationFunction.LeakyReLU, Slope = 0.1f },
    ];
}
