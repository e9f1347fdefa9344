using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using Shape = NetGen.Generator.Graph.Shape;
using Window = NetGen.Reference.Window;

namespace NetGen.Kernels.Tests;

/// <summary>A depthwise convolution and a 1×1 convolution, band by band: the reference is one after the other.</summary>
public sealed class SeparableConvKernelTests
{
    private const int Images = 2;

    internal static KernelLibrary Library { get; } = new(SeparableCase.All.Select(item => item.Kernel));

    public static TheoryData<string, string> Rows => InstructionSets.With(SeparableCase.All);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Forward_is_the_one_convolution_of_the_other_in_any_order_of_bands(string set, string text)
    {
        SeparableCase item = SeparableCase.All.Single(it => it.ToString() == text);
        ConvReference first = ConvReference.Of(item.Depthwise, Images), second = ConvReference.Of(item.Pointwise, Images);
        Tensor residual = Tensor.Random(7, Images, item.Pointwise.Outputs, item.Pointwise.OutHeight, item.Pointwise.OutWidth);
        Tensor sum = Pointwise(item, first.Forward.Value, second.Weight, second.Bias);
        Tensor magnitude = Pointwise(item, first.Forward.Magnitude, second.Weight.Magnitude(), second.Bias.Magnitude());
        if (item.AddsResidual) (sum, magnitude) = (sum.Zip(residual, (a, b) => a + b), magnitude.Zip(residual.Magnitude(), (a, b) => a + b));
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer y = Run(memory, instructions, item, first, second, residual, reversed: false);
            Sums.Assert(item.Pointwise.Function.Forward(sum), y.Read(), magnitude, item.Depthwise.Terms + item.Pointwise.Terms);
            Assert.True(y.HasSameBits(Run(memory, instructions, item, first, second, residual, reversed: true)), $"{item}: the order of bands matters.");
        });
    }

    [Theory]
    [InlineData(32, 112, 112, 64, 8)]
    [InlineData(256, 28, 28, 256, 4)]
    [InlineData(512, 14, 14, 512, 0)]
    [InlineData(64, 37, 32, 64, 1)]
    [InlineData(64, 7, 7, 64, 0)]
    [InlineData(8, 12, 12, 8, 0)]
    public void A_band_fits_the_second_level_cache_and_fills_register_tiles_or_there_is_none(int channels, int height, int width, int outputs, int rows) =>
        Assert.Equal(rows, SeparableConvKernel.RowsOfBand(Shape.Of(channels, height, width), outputs));

    private static Tensor Pointwise(SeparableCase item, Tensor between, Tensor weight, Tensor bias) =>
        Conv2d.Forward(between, weight, item.Pointwise.Bias ? bias : null, item.Pointwise.Window, 1);

    private static TensorBuffer Run(
        KernelMemory memory, InstructionSet set, SeparableCase item, ConvReference first, ConvReference second, Tensor residual, bool reversed)
    {
        SeparableConvKernel kernel = item.Kernel;
        TensorBuffer x = memory.Tensor(first.X, kernel.Depthwise.Input, zeroHalo: true), y = memory.Blank(Images, kernel.Pointwise.Output);
        FloatBuffer depthwise = memory.Packed(kernel.Depthwise.Weights(set) with { Plain = PlainStrides.Forward(item.Depthwise.Kernel, 1, 1) }, first.Weight);
        FloatBuffer w = memory.Packed(kernel.Weights(set) with { Plain = item.Pointwise.ForwardStrides }, second.Weight);
        FloatBuffer? depthwiseBias = item.Depthwise.Bias ? memory.PackedVector(first.Bias, set) : null;
        FloatBuffer? bias = item.Pointwise.Bias ? memory.PackedVector(second.Bias, set) : null;
        TensorBuffer? added = kernel.Pointwise.Residual is { } form ? memory.Tensor(residual, form) : null;
        FloatBuffer scratch = memory.Floats(kernel.ScratchLength(set));
        using var poison = new HaloPoison(x, item.Depthwise.Reach);
        for (int image = 0; image < Images; image++)
        {
            foreach ((int part, bool prepared) in ScratchParts.Of(kernel, set, reversed))
            {
                object?[] tensors = added is null ? [y.Image(image)] : [added.Image(image), y.Image(image)];
                Library.Run(kernel, set, [x.Image(image), depthwise, depthwiseBias, w, bias, .. tensors, scratch, prepared, part]);
            }
        }

        return y;
    }
}

/// <summary>Both convolutions; the second reads what the first makes.</summary>
internal sealed record SeparableCase(ConvCase Depthwise, ConvCase Pointwise, bool AddsResidual = false)
{
    private static readonly SeparableCase _plain = Of(37, 32, 31, new Window(3, padding: 1), 24);

    public static IReadOnlyList<SeparableCase> All { get; } =
    [
        _plain, Of(16, 64, 64, new Window(3, padding: 1), 16), Of(64, 73, 63, new Window(3, stride: 2, padding: 1), 33),
        Of(40, 106, 63, new Window(5, stride: 2, padding: 2), 7),
        _plain with { AddsResidual = true },
        _plain with
        {
            Depthwise = _plain.Depthwise with { Activation = ActivationFunction.ReLU6, Wider = new Edges(1, 0, 2, 1) },
            Pointwise = _plain.Pointwise with { Activation = ActivationFunction.ReLU, OutputHalo = new Edges(1, 2, 0, 1) },
        },
        _plain with
        {
            Depthwise = _plain.Depthwise with { Bias = false, Activation = ActivationFunction.LeakyReLU, Slope = 0.1f },
            Pointwise = _plain.Pointwise with { Bias = false, Activation = ActivationFunction.LeakyReLU, Slope = 0.2f, OutputHalo = Edges.All(1) }, AddsResidual = true,
        },
    ];

    public SeparableConvKernel Kernel => SeparableConvKernel.Of(
        new DepthwiseConvKernel(
            Depthwise.Input, Depthwise.Output, Depthwise.Axes.Vertical, Depthwise.Axes.Horizontal, Depthwise.Bias, Depthwise.Activation, Depthwise.Slope),
        Pointwise.Forward with { Residual = AddsResidual ? new TensorForm(Pointwise.Output.Shape, new Edges(0, 1, 2, 0)) : null });

    public override string ToString() => $"{Depthwise}, {Pointwise}{(AddsResidual ? " + residual" : "")}";

    private static SeparableCase Of(int channels, int height, int width, Window window, int outputs)
    {
        var depthwise = new ConvCase(channels, channels, height, width, window, channels);
        return new(depthwise, new ConvCase(channels, outputs, depthwise.OutHeight, depthwise.OutWidth, new Window(1)));
    }
}
