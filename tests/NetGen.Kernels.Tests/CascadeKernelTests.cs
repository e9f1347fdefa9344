using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using Shape = NetGen.Generator.Graph.Shape;
using Window = NetGen.Reference.Window;

namespace NetGen.Kernels.Tests;

/// <summary>Convolutions in a chain, band by band: the reference is one after the other.</summary>
public sealed class CascadeKernelTests
{
    private const int Images = 2;

    internal static KernelLibrary Library { get; } = new(CascadeCase.All.Select(item => item.Kernel));

    public static TheoryData<string, string> Rows => InstructionSets.With(CascadeCase.All);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Forward_is_one_convolution_of_the_other_in_any_order_of_bands(string set, string text)
    {
        CascadeCase item = CascadeCase.All.Single(it => it.ToString() == text);
        (Tensor sum, Tensor magnitude) = item.Reference(Images);

        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            int bands = item.Kernel.Parts(instructions);
            TensorBuffer y = Run(memory, instructions, item, Enumerable.Range(0, bands));
            Sums.Assert(sum, y.Read(), magnitude, item.Stages.Sum(stage => stage.Conv?.Terms ?? 0));
            Assert.True(y.HasSameBits(Run(memory, instructions, item, Enumerable.Range(0, bands).Reverse())), $"{item}: bands in reverse order differ.");
            IEnumerable<int> apart = Enumerable.Range(0, bands).OrderBy(band => (band % 3, band));
            Assert.True(y.HasSameBits(Run(memory, instructions, item, apart)), $"{item}: every third band differs.");
            IEnumerable<int> halves = Enumerable.Range(bands / 2, bands - (bands / 2)).Concat(Enumerable.Range(0, bands / 2));
            Assert.True(y.HasSameBits(Run(memory, instructions, item, halves)), $"{item}: the second half before the first differs.");
        });
    }

    [Theory]
    [InlineData(32, 112, 112, 64, 8)]
    [InlineData(256, 28, 28, 256, 2)]
    [InlineData(64, 37, 32, 64, 10)]
    [InlineData(512, 14, 14, 512, 0)]
    [InlineData(256, 8, 8, 256, 4)]
    [InlineData(4096, 8, 8, 16, 0)]
    public void A_band_fits_the_second_level_cache_fills_register_tiles_and_halves_the_image_or_there_is_none(int channels, int height, int width, int outputs, int rows) =>
        Assert.Equal(rows, CascadeGeometry.RowsOfBand(Separable(channels, height, width, outputs)));

    [Theory]
    [InlineData(256, 28, 28, false)]
    [InlineData(64, 7, 7, true)]
    public void What_stays_in_a_cache_anyway_is_small(int channels, int height, int width, bool small) =>
        Assert.Equal(small, CascadeGeometry.IsSmall(Separable(channels, height, width, 64)));

    private static IReadOnlyList<CascadeLink> Separable(int channels, int height, int width, int outputs) =>
    [
        new(Shape.Of(channels, height, width), ConvAxis.Forward(height, 3, 1, 1, 1), Weights: 0, FillsTiles: true),
        new(Shape.Of(outputs, height, width), ConvAxis.Forward(height, 1, 1, 0, 1), channels * outputs, FillsTiles: false),
    ];

    /// <summary>Of 8 outputs with stride 2 and a window of 3, the stage before makes 16 rows and keeps one; the one before that also makes the row ahead that its reader's windows reach.</summary>
    [Fact]
    public void A_stage_makes_what_the_next_one_advances_on_and_keeps_what_its_windows_share()
    {
        IReadOnlyList<CascadeRows> stages = CascadeGeometry.Of(
            [(ConvAxis.Forward(64, 1, 1, 0, 1), 64), (ConvAxis.Forward(64, 3, 1, 1, 1), 64), (ConvAxis.Forward(32, 3, 2, 1, 1), 32)], rows: 8);

        Assert.Equal(
            [
                new CascadeRows(Rows: 16, Ahead: 1, First: -2, Low: -1, Capacity: 18, Height: 64),
                new CascadeRows(Rows: 16, Ahead: 0, First: -1, Low: -1, Capacity: 17, Height: 64),
                new CascadeRows(Rows: 8, Ahead: 0, First: 0, Low: 0, Capacity: 8, Height: 32),
            ],
            stages);
        Assert.Equal([2, 1, 0], stages.Select(stage => stage.Kept));
    }

    private static TensorBuffer Run(KernelMemory memory, InstructionSet set, CascadeCase item, IEnumerable<int> order)
    {
        CascadeKernel kernel = item.Kernel;
        ICascadeStage[] stages = [.. kernel.Stages.Cast<ICascadeStage>()];
        TensorBuffer x = memory.Tensor(item.Input(Images), stages[0].Input, zeroHalo: true), y = memory.Blank(Images, stages[^1].Output);
        TensorBuffer? residual = kernel.Residual is { } form ? memory.Tensor(item.Residual(Images), form) : null;
        FloatBuffer scratch = memory.Floats(kernel.ScratchLength(set));
        using var poison = new HaloPoison(x, item.Stages[0].Conv?.Reach ?? Edges.None);
        List<FloatBuffer?> weights = [];
        foreach ((StageCase conv, ICascadeStage stage) in item.Stages.Zip(stages))
        {
            if (conv.Conv is not { } it) continue;
            ConvReference operands = ConvReference.Of(it, Images);
            PlainStrides strides = it.Groups > 1 ? PlainStrides.Forward(it.Kernel, 1, 1) : it.ForwardStrides;
            weights.Add(memory.Packed(((IConvStage)stage).Weights(set) with { Plain = strides }, operands.Weight));
            weights.Add(it.Bias ? memory.PackedVector(operands.Bias, set) : null);
        }

        for (int image = 0; image < Images; image++)
        {
            object?[] residuals = residual is null ? [] : [residual.Image(image)];
            Addresses tensors = memory.Array([x.Image(image), .. weights, .. residuals, y.Image(image)]);
            bool prepared = false;
            foreach (int band in order)
            {
                Library.Run(kernel, set, tensors, scratch, prepared, band);
                prepared = true;
            }
        }

        return y;
    }
}

/// <summary>A stage of a cascade: a convolution, or a max pooling, or the user's image, which has no window.</summary>
/// <param name="Conv">The convolution; of others its input and output count.</param>
/// <param name="Pool">The pooling's window.</param>
/// <param name="Output">What it makes.</param>
internal sealed record StageCase(ConvCase? Conv, Window? Pool, (int Channels, int Height, int Width) Output)
{
    public override string ToString() => Conv?.ToString() ?? (Pool is { } window
        ? $"pool {window.KernelHeight}x{window.KernelWidth} s{window.StrideHeight} p{window.Top}{(window.CeilMode ? " ceil" : "")}" : "image");
}

/// <summary>Layers of which each reads what the one before makes.</summary>
/// <param name="BandRows">Rows of the last one in a band.</param>
/// <param name="Start">The shape of what the first one reads.</param>
/// <param name="Stages">Their descriptions for a whole image.</param>
/// <param name="AddsResidual">Whether the last one adds a tensor.</param>
internal sealed record CascadeCase(int BandRows, (int Channels, int Height, int Width) Start, IReadOnlyList<StageCase> Stages, bool AddsResidual = false)
{
    private static readonly Window _pointwise = new(1), _three = new(3, padding: 1), _threeByTwo = new(3, stride: 2, padding: 1);

    public static IReadOnlyList<CascadeCase> All { get; } =
    [
        Of(2, (37, 12, 14), Depthwise(_three), Conv(24, _pointwise)),
        Of(3, (40, 24, 19), Depthwise(_threeByTwo), Conv(7, _pointwise)),
        Of(4, (5, 15, 12), Conv(20, _three), Depthwise(_threeByTwo), Conv(7, _three)) with { AddsResidual = true },
        Of(5, (9, 22, 13), Conv(16, _three), new Window(3, stride: 2, padding: 1)),
        Of(2, (8, 20, 15), Depthwise(new Window(5, stride: 2, padding: 2)), Conv(40, _pointwise)),
        Of(1, (7, 6, 11), Conv(40, _pointwise), Depthwise(_three), Conv(7, _pointwise)) with { AddsResidual = true },
        Of(2, (7, 8, 30), Conv(33, _pointwise), Depthwise(_threeByTwo), Conv(20, _pointwise)),
        Of(2, (3, 32, 31), Conv(18, _threeByTwo) with { Planar = true }, Depthwise(_three), Conv(35, _pointwise), Depthwise(_threeByTwo), Conv(16, _pointwise)),
        Of(1, (5, 24, 18), Conv(16, _three), Conv(17, _threeByTwo), Conv(9, _three), Conv(4, _threeByTwo)),
        Of(2, (4, 17, 9), Conv(16, new Window(3)), Conv(8, new Window(2)), Conv(5, new Window(3, padding: 2))),
        Of(4, (20, 8, 14), Conv(16, _three), Conv(16, new Window(3, padding: 2, dilation: 2))),
        Of(1, (5, 4, 8), Conv(16, new Window(5, padding: 2)), Conv(16, new Window(5, padding: 2))),
        Of(
            3, (24, 9, 13), Depthwise(_three) with { Activation = ActivationFunction.ReLU6, Wider = new Edges(1, 0, 2, 1) },
            Conv(31, _three) with { Bias = false, Activation = ActivationFunction.LeakyReLU, Slope = 0.1f },
            Conv(18, _pointwise) with { Activation = ActivationFunction.ReLU, OutputHalo = new Edges(1, 2, 0, 1) }) with { AddsResidual = true },
        Of(2, (20, 8, 13), Conv(33, _three), new Window(2, stride: 2)),
        Of(2, (20, 15, 14), Conv(17, _three), new Window(3, stride: 2, padding: 1)),
        Of(1, (6, 13, 12), Conv(16, _pointwise), new Window(3, stride: 2) { CeilMode = true }, Conv(5, _pointwise)),
        Of(2, (6, 8, 12), Conv(16, _three), new Window(3, padding: 1), Conv(5, _three)),
        Of(2, (3, 24, 23), null, Conv(18, new Window(7, stride: 2, padding: 3)) with { Planar = true, Activation = ActivationFunction.ReLU }, new Window(3, stride: 2, padding: 1)),
        Of(3, (1, 12, 15), null, Conv(20, _three) with { Planar = true, OutputHalo = Edges.All(1) }),
    ];

    public CascadeKernel Kernel => CascadeKernel.Of([.. Stages.Select(Stage)], BandRows);

    public Tensor Input(int images) => Stages[0].Conv is { } conv
        ? ConvReference.Of(conv, images).X : Tensor.Random(1, images, Start.Channels, Start.Height, Start.Width);

    public Tensor Residual(int images) => Tensor.Random(7, images, Stages[^1].Output.Channels, Stages[^1].Output.Height, Stages[^1].Output.Width);

    /// <summary>The result, and the sums of absolute values that bound its error: a largest value errs by no more than the largest error.</summary>
    public (Tensor Value, Tensor Magnitude) Reference(int images)
    {
        (Tensor value, Tensor magnitude) = (Input(images), Input(images).Magnitude());
        foreach (StageCase stage in Stages)
        {
            if (stage.Pool is { } window) (value, magnitude) = (MaxPool2d.Forward(value, window), MaxPool2d.Forward(magnitude, window));
            if (stage.Conv is not { } conv) continue;
            ConvReference operands = ConvReference.Of(conv, images);
            magnitude = Conv2d.Forward(magnitude, operands.Weight.Magnitude(), conv.Bias ? operands.Bias.Magnitude() : null, conv.Window, conv.Groups);
            value = Conv2d.Forward(value, operands.Weight, conv.Bias ? operands.Bias : null, conv.Window, conv.Groups);
            if (stage == Stages[^1] && AddsResidual)
                (value, magnitude) = (value.Zip(Residual(images), (a, b) => a + b), magnitude.Zip(Residual(images).Magnitude(), (a, b) => a + b));
            value = conv.Function.Forward(value);
        }

        return (value, magnitude);
    }

    public override string ToString() =>
        $"{BandRows} rows of {Start.Channels}x{Start.Height}x{Start.Width}: {string.Join(", ", Stages)}{(AddsResidual ? " + residual" : "")}";

    private ICascadeStage Stage(StageCase stage, int index)
    {
        (int channels, int height, int width) = index == 0 ? Start : Stages[index - 1].Output;
        if (stage.Pool is { } window)
        {
            var edges = new Edges(window.Top, window.Left, window.Bottom, window.Right);
            return MaxPoolRowsKernel.Of(new MaxPoolKernel(
                new TensorForm(Shape.Of(channels, height, width)), new TensorForm(Shape.Of(stage.Output.Channels, stage.Output.Height, stage.Output.Width)),
                new Size(window.KernelHeight, window.KernelWidth), new Size(window.StrideHeight, window.StrideWidth), edges));
        }

        if (stage.Conv is not { } conv) return ImageRowsKernel.Of(new TensorForm(Shape.Of(channels, height, width), Planar: true));
        return conv.Groups > 1
            ? new DepthwiseConvKernel(conv.Input, conv.Output, conv.Axes.Vertical, conv.Axes.Horizontal, conv.Bias, conv.Activation, conv.Slope)
            : conv.Forward with { Residual = AddsResidual && stage == Stages[^1] ? new TensorForm(conv.Output.Shape, new Edges(0, 1, 2, 0)) : null };
    }

    /// <summary>A convolution whose input is still to be said.</summary>
    private static ConvCase Conv(int outputs, Window window) => new(0, outputs, 0, 0, window);

    private static ConvCase Depthwise(Window window) => new(0, 0, 0, 0, window);

    /// <summary>A case of convolutions, poolings, and null for the user's image.</summary>
    private static CascadeCase Of(int bandRows, (int Channels, int Height, int Width) start, params object?[] layers)
    {
        var stages = new List<StageCase>();
        (int channels, int height, int width) = start;
        foreach (object? layer in layers)
        {
            StageCase stage = layer switch
            {
                ConvCase { Outputs: 0 } depthwise => Stage(depthwise with { Inputs = channels, Height = height, Width = width, Outputs = channels, Groups = channels }),
                ConvCase conv => Stage(conv with { Inputs = channels, Height = height, Width = width }),
                Window pool => new(null, pool, (channels, pool.OutHeight(height), pool.OutWidth(width))),
                _ => new(null, null, start),
            };
            stages.Add(stage);
            (channels, height, width) = stage.Output;
        }

        return new(bandRows, start, stages);

        static StageCase Stage(ConvCase conv) => new(conv, null, (conv.Outputs, conv.OutHeight, conv.OutWidth));
    }
}
