using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using NetGen.Runtime;
using Window = NetGen.Reference.Window;

namespace NetGen.Kernels.Tests;

public sealed class WinogradKernelTests
{
    private const int Images = 2;

    internal static KernelLibrary Library { get; } = new(WinogradCase.All.Concat(Pooled.Select(item => item with { Pools = false })).Select(item => item.Kernel));

    private static IEnumerable<WinogradCase> Pooled => WinogradCase.All.Where(item => item.Pools);

    public static TheoryData<string, string> Rows => InstructionSets.With(WinogradCase.All);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Forward_is_the_cross_correlation_with_its_epilogue(string set, string text)
    {
        WinogradCase item = WinogradCase.All.Single(it => it.ToString() == text);
        ConvReference reference = ConvReference.Of(item.Conv with { Activation = ActivationFunction.Identity }, Images);
        Tensor residual = Tensor.Random(5, Images, item.Conv.Outputs, item.Conv.OutHeight, item.Conv.OutWidth);
        Tensor expected = reference.Forward.Value.Map(value => value);
        for (int i = 0; i < expected.Values.Length && item.AddsResidual; i++) expected.Values[i] += residual.Values[i];
        expected = item.Conv.Function.Forward(expected);
        if (item.Pools) expected = MaxPool2d.Forward(expected, new Window(2, stride: 2));
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
        foreach (WinogradCase item in WinogradCase.All.Where(item => item.Kernel.Parts(instructions) > 1))
        {
            ConvReference reference = ConvReference.Of(item.Conv, Images);
            Tensor residual = Tensor.Random(5, Images, item.Conv.Outputs, item.Conv.OutHeight, item.Conv.OutWidth);
            KernelMemory.Guarded(set, (memory, _) =>
            {
                TensorBuffer forwards = Run(memory, instructions, item, reference, residual);
                TensorBuffer backwards = Run(memory, instructions, item, reference, residual, reversed: true);
                Assert.True(forwards.HasSameBits(backwards), $"{item}: the order of parts matters.");
            });
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Rows), MemberType = typeof(InstructionSets))]
    public void A_pooling_in_the_tile_gives_the_bits_of_a_pooling_behind_it(string set)
    {
        foreach (WinogradCase item in Pooled)
        {
            ConvReference reference = ConvReference.Of(item.Conv, Images);
            KernelMemory.Guarded(set, (memory, instructions) =>
            {
                Tensor whole = Run(memory, instructions, item with { Pools = false }, reference, reference.X).Read();
                Close.AssertExact(MaxPool2d.Forward(whole, new Window(2, stride: 2)), Run(memory, instructions, item, reference, reference.X).Read());
            });
        }
    }

    [Fact]
    public void Kernels_of_other_tiles_residuals_and_halos_have_other_names() =>
        Assert.Equal(Library.Specs.Count, Library.Specs.Select(spec => spec.Name).Distinct().Count());

    [Theory]
    [InlineData(2, 3, 1)]
    [InlineData(4, 3, 1)]
    [InlineData(2, 5, 1)]
    [InlineData(2, 3, 2)]
    [InlineData(3, 3, 2)]
    [InlineData(4, 3, 2)]
    [InlineData(2, 5, 2)]
    [InlineData(3, 5, 2)]
    [InlineData(4, 5, 2)]
    public void The_filter_of_the_runtime_has_the_points_of_the_generator(int outputs, int taps, int stride)
    {
        // A filter of ones over data of ones: the first output, to which infinity adds nothing, is the number of taps, whatever the points are.
        var transform = new WinogradTransform(outputs, taps, stride);
        WinogradLayout layout = Layout(new WinogradPacking(4, 1, 4, 1, transform));
        Span<float> filter = stackalloc float[layout.Size * taps];
        layout.Filter(filter);
        double sum = 0;
        int row = 0;
        foreach (int share in Enumerable.Range(0, stride).Select(first => (taps - first + stride - 1) / stride))
        {
            foreach (double data in share == 1 ? [1] : InputTransformOfOnes(outputs + share - 2, transform.Points))
            {
                double ones = 0;
                for (int tap = 0; tap < taps; tap++) ones += filter[(row * taps) + tap];
                sum += ones * data;
                row++;
            }

            if (share > 1) row++;
        }

        Assert.Equal(taps, sum, 1e-5);
        Assert.Equal(layout.Size, row);
        Assert.Equal(transform.Filters, row);
    }

    /// <summary>The bound that docs/kernels.md states: some roundings of the largest sum of absolute values that an output has.</summary>
    private static void AssertWithinBound(Tensor expected, Tensor actual, Tensor magnitude)
    {
        const int Roundings = 48;
        double allowed = Roundings * Close.Rounding * magnitude.Values.ToArray().Max();
        for (int i = 0; i < expected.Values.Length; i++)
        {
            double difference = Math.Abs(expected.Values[i] - actual.Values[i]);
            Assert.True(difference <= allowed, $"Element {i} of {expected}: expected {expected.Values[i]:G9}, got {actual.Values[i]:G9}; {allowed:G3} is allowed.");
        }
    }

    /// <summary>Row i of Bᵀ times ones: the polynomial with all finite points but the i-th as roots, at 1.</summary>
    private static double[] InputTransformOfOnes(int finite, IReadOnlyList<double> pairs)
    {
        double[] points = [.. Enumerable.Repeat(0.0, finite % 2), .. pairs.Take(finite / 2).SelectMany(point => new[] { point, -point })];
        return [.. points.Select((_, i) => points.Where((_, j) => j != i).Aggregate(1.0, (product, root) => product * (1 - root)))];
    }

    /// <summary>Rows and columns that no output reads are inside of tiles: they must be finite, and do not matter.</summary>
    private static Tensor ReadOrFinite(Tensor x) => x.Map(value => double.IsNaN(value) ? 1 : value);

    private static unsafe TensorBuffer Run(
        KernelMemory memory, InstructionSet set, WinogradCase item, ConvReference reference, Tensor residual, bool reversed = false)
    {
        WinogradKernel kernel = item.Kernel;
        TensorBuffer x = memory.Tensor(ReadOrFinite(reference.X), kernel.Input, zeroHalo: true), y = memory.Blank(Images, kernel.Output);
        TensorBuffer? added = kernel.Residual is { } form ? memory.Tensor(residual, form) : null;
        FloatBuffer w = Pack(memory, kernel.Weights(set), reference.Weight), scratch = memory.Floats(kernel.ScratchLength(set));
        FloatBuffer? bias = item.Conv.Bias ? memory.PackedVector(reference.Bias, set) : null;
        using var poison = new HaloPoison(x, item.Reach);
        for (int image = 0; image < Images; image++)
        {
            object?[] residuals = added is null ? [] : [added.Image(image)];
            Addresses tensors = memory.Array([x.Image(image), w, bias, .. residuals, y.Image(image)]);
            foreach ((int part, bool prepared) in ScratchParts.Of(kernel, set, reversed)) Library.Run(kernel, set, tensors, scratch, prepared, part);
        }

        return y;
    }

    private static WinogradLayout Layout(WinogradPacking packing)
    {
        double[] points = [.. packing.Transform.Points, 0];
        return new(packing.Lanes, packing.Tile, packing.Outputs, packing.Inputs, packing.Transform.Outputs, packing.Transform.Taps, packing.Transform.Stride, points[0], points[1]);
    }

    private static unsafe FloatBuffer Pack(KernelMemory memory, WinogradPacking packing, Tensor weights)
    {
        FloatBuffer plain = memory.Floats(weights), packed = memory.Floats(checked((int)packing.Length));
        WinogradLayout layout = Layout(packing);
        for (int tile = 0; tile < layout.Tiles; tile++) WinogradFilters.Pack(layout, plain.Start, null, packed.Start, tile);
        return packed;
    }
}

/// <summary>A convolution that Winograd's algorithm computes.</summary>
internal sealed record WinogradCase(ConvCase Conv, int TileSize, bool AddsResidual = false, Edges ResidualHalo = default)
{
    /// <summary>Whether a 2×2 max pooling follows.</summary>
    public bool Pools { get; init; }

    private static readonly ConvCase _plain = new(5, 17, 6, 9, new Window(3, padding: 1));

    public static IReadOnlyList<WinogradCase> All { get; } =
    [
        .. Sizes.Select(item => new WinogradCase(item, 2)), .. Sizes.Select(item => new WinogradCase(item, 4)),
        .. Sizes.Select(item => new WinogradCase(item with { Window = new Window(5, padding: 2) }, 2)),
        .. Sizes.SelectMany(item => Strided(item, new Window(3, stride: 2, padding: 1))),
        .. Sizes.SelectMany(item => Strided(item, new Window(5, stride: 2, padding: 2))),
        .. Forms.Select(item => new WinogradCase(item, 4)),
        .. Forms.Select(item => new WinogradCase(item with { Window = item.Window with { StrideHeight = 2, StrideWidth = 2 } }, 4)),
        new(_plain, 4, AddsResidual: true), new(_plain, 2, AddsResidual: true, Edges.All(1)),
        new(_plain with { Activation = ActivationFunction.ReLU, Bias = false, Width = 12 }, 4, AddsResidual: true, new Edges(0, 1, 2, 3)),
        new(_plain with { Window = new Window(3, stride: 2, padding: 1), Width = 23 }, 2, AddsResidual: true, new Edges(0, 1, 2, 3)),
        .. PooledCases,
        new(_plain with { Window = new Window(5, stride: 2) { Top = 1, Bottom = 3 }, Activation = ActivationFunction.LeakyReLU, Slope = 0.2f }, 4, AddsResidual: true),
    ];

    public Edges Reach => WinogradKernel.Reach(Conv.Axes, TileSize, Conv.Input.Shape);

    public WinogradKernel Kernel => new(
        Conv.Input with { Halo = Plus(Reach, Conv.Wider) }, Pools ? Pooled : Conv.Output, Conv.Axes.Vertical, Conv.Axes.Horizontal, TileSize,
        Conv.Bias, Conv.Activation, Conv.Slope)
    {
        Residual = AddsResidual ? new TensorForm(Conv.Output.Shape, ResidualHalo) : null,
        Pools = Pools,
    };

    private TensorForm Pooled => Conv.Output with { Shape = Generator.Graph.Shape.Of(Conv.Outputs, Conv.OutHeight / 2, Conv.OutWidth / 2) };

    public override string ToString() => $"{Conv} by F({TileSize}){(Pools ? " + pool" : "")}{(AddsResidual ? " + residual " + KernelNames.Of(ResidualHalo) : "")}";

    /// <summary>Less than a tile, whole tiles, and tiles with a rest; channels around the lanes; several chunks and splits.</summary>
    private static IEnumerable<ConvCase> Sizes =>
    [
        _plain with { Height = 1, Width = 1 }, _plain with { Height = 4, Width = 4 }, _plain with { Height = 7, Width = 5 },
        _plain with { Inputs = 16, Outputs = 16, Height = 3, Width = 14 }, _plain with { Inputs = 37, Outputs = 50, Height = 14, Width = 14 },
        _plain with { Inputs = 3, Outputs = 4, Height = 31, Width = 40 }, _plain with { Inputs = 130, Outputs = 70, Height = 13, Width = 13 },
    ];

    /// <summary>Whole tiles, and tiles of which half exists in each direction.</summary>
    private static IEnumerable<WinogradCase> PooledCases =>
    [
        new(_plain with { Width = 10 }, 4) { Pools = true }, new(_plain with { Width = 8, Height = 8, OutputHalo = new Edges(1, 2, 0, 1) }, 2) { Pools = true },
        new(_plain with { Inputs = 37, Outputs = 50, Height = 14, Width = 14, Activation = ActivationFunction.ReLU }, 4) { Pools = true },
        new(_plain with { Window = new Window(3, stride: 2, padding: 1), Height = 12, Width = 20, Activation = ActivationFunction.LeakyReLU, Slope = 0.3f, Bias = false }, 4) { Pools = true },
    ];

    private static IEnumerable<WinogradCase> Strided(ConvCase item, Window window) =>
        Enumerable.Range(2, 3).Select(tile => new WinogradCase(item with { Window = window }, tile));

    private static IEnumerable<ConvCase> Forms =>
    [
        _plain with { Window = new Window(3) }, _plain with { Window = new Window(3, padding: 2) },
        _plain with { Window = new Window(3) { Top = 0, Left = 1, Bottom = 2, Right = 0 } },
        _plain with { Wider = new Edges(1, 2, 0, 3) }, _plain with { OutputHalo = new Edges(2, 1, 0, 1) }, _plain with { Bias = false },
        _plain with { Activation = ActivationFunction.ReLU }, _plain with { Activation = ActivationFunction.ReLU6 },
        _plain with { Activation = ActivationFunction.LeakyReLU, Slope = 0.1f },
    ];

    private static Edges Plus(Edges a, Edges b) => new(a.Top + b.Top, a.Left + b.Left, a.Bottom + b.Bottom, a.Right + b.Right);
}
