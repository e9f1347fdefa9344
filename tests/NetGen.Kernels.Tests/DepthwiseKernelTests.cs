using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using Window = NetGen.Reference.Window;

namespace NetGen.Kernels.Tests;

/// <summary>Depthwise convolutions: the reference is a convolution with as many groups as channels.</summary>
public sealed class DepthwiseKernelTests
{
    private const int Images = 2;

    private static readonly IReadOnlyList<ConvCase> _cases =
    [
        .. new[] { 1, 4, 7, 8, 16, 17, 37 }.Select(channels => Depthwise(channels, 5, 6, new Window(3, padding: 1))),
        Depthwise(9, 14, 30, new Window(3, padding: 1)) with { Activation = ActivationFunction.ReLU6 },
        Depthwise(20, 19, 17, new Window(3, stride: 2, padding: 1)) with { Bias = false, Activation = ActivationFunction.ReLU },
        Depthwise(5, 7, 7, new Window(5, stride: 2, padding: 2)) with { Activation = ActivationFunction.LeakyReLU, Slope = 0.01f },
        Depthwise(5, 9, 8, new Window(3, stride: 2, padding: 2, dilation: 2)), Depthwise(3, 13, 15, new Window(13, 14)),
        Depthwise(18, 3, 1, new Window(3, 1) { Top = 2, Bottom = 1 }) with { Wider = new(1, 2, 0, 1), OutputHalo = new(0, 1, 2, 0) },
        Depthwise(6, 1, 9, new Window(1, 3) { Left = 1, Right = 1, StrideWidth = 3 }), Depthwise(5, 4, 4, new Window(1, stride: 2)),
        Depthwise(6, 4, 5, new Window(3, padding: 1) { KernelDepth = 3, Front = 1, Back = 1, StrideDepth = 2 }) with { Depth = 5 },
        Depthwise(17, 3, 3, new Window(2, stride: 2) { KernelDepth = 2, DilationDepth = 2 }) with { Depth = 4 },
    ];

    internal static KernelLibrary Library { get; } = new(_cases.SelectMany(item =>
        item.Phases.Select(phase => Phase(item, phase)).Append<KernelSpec>(Forward(item)).Append(WeightGradient(item))));

    public static TheoryData<string, string> Rows => InstructionSets.With(_cases);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Forward_is_the_grouped_cross_correlation_with_its_epilogue(string set, string text)
    {
        ConvCase item = Find(text);
        ConvReference reference = ConvReference.Of(item, Images);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer x = memory.Tensor(reference.X, item.Input, zeroHalo: true);
            FloatBuffer? bias = item.Bias ? memory.PackedVector(reference.Bias, instructions) : null;
            using var poison = new HaloPoison(x, item.Reach);
            TensorBuffer y = Run(memory, instructions, Forward(item), PlainStrides.Forward(item.Kernel, 1, 1), x, reference, bias);
            Sums.Assert(reference.Forward.Value, y.Read(), reference.Forward.Magnitude, item.Terms);
        });
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Phases_are_the_gradient_by_the_input(string set, string text)
    {
        ConvCase item = Find(text);
        ConvReference reference = ConvReference.Of(item, Images);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer dy = memory.Tensor(reference.OutputGradient, item.OutputGradient, zeroHalo: true);
            Tensor gradient = reference.X.Map(_ => double.NaN);
            foreach (CasePhase phase in item.Phases)
            {
                using var poison = new HaloPoison(dy, phase.Reach);
                Tensor part = Run(memory, instructions, Phase(item, phase), phase.Phase.Strides(item.Kernel, 1, 1), dy, reference, null).Read();
                for (int i = 0; i < part.Values.Length; i++)
                {
                    if (double.IsNaN(part.Values[i])) continue;
                    Assert.True(double.IsNaN(gradient.Values[i]), $"{phase} writes {i} again.");
                    gradient.Values[i] = part.Values[i];
                }
            }

            Sums.Assert(reference.Backward.Value.Input, gradient, reference.Backward.Magnitude.Input, item.Window.Size);
        });
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Gradient_by_the_weights_is_summed_over_pixels_and_images_in_any_order_of_parts(string set, string text)
    {
        ConvCase item = Find(text);
        ConvReference reference = ConvReference.Of(item, Images);
        DepthwiseWeightGradientKernel kernel = WeightGradient(item);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer x = memory.Tensor(reference.X, kernel.Input, zeroHalo: true);
            TensorBuffer dy = memory.Tensor(reference.OutputGradient, kernel.OutputGradient);
            WeightPacking packing = kernel.Weights(instructions) with { Plain = PlainStrides.Forward(item.Kernel, 1, 1) };
            FloatBuffer packed = memory.Floats((int)packing.Length), reversed = memory.Floats((int)packing.Length);
            using var poison = new HaloPoison(x, item.Reach);
            int parts = kernel.Parts(instructions);
            for (int part = 0; part < parts; part++) Library.Run(kernel, instructions, x, dy, packed, Images, part);
            for (int part = parts - 1; part >= 0; part--) Library.Run(kernel, instructions, x, dy, reversed, Images, part);
            Assert.True(packed.HasSameBits(reversed), $"{item}: the order of parts matters.");
            Tensor gradient = memory.Unpacked(packing, packed, reference.Weight.Values.Length).ReadAs(reference.Weight);
            Sums.Assert(
                reference.Backward.Value.Weight, gradient, reference.Backward.Magnitude.Weight, Images * item.OutDepth * item.OutHeight * item.OutWidth);
        });
    }

    private static TensorBuffer Run(
        KernelMemory memory, InstructionSet set, DepthwiseConvKernel kernel, PlainStrides strides, TensorBuffer x, ConvReference reference, FloatBuffer? bias)
    {
        TensorBuffer y = memory.Blank(Images, kernel.Output);
        FloatBuffer w = memory.Packed(kernel.Weights(set) with { Plain = strides }, reference.Weight);
        for (int image = 0; image < Images; image++)
        {
            for (int part = kernel.Parts(set) - 1; part >= 0; part--) Library.Run(kernel, set, x.Image(image), w, bias, y.Image(image), part);
        }

        return y;
    }

    private static ConvCase Depthwise(int channels, int height, int width, Window window) => new(channels, channels, height, width, window, channels);

    private static ConvCase Find(string text) => _cases.Single(item => item.ToString() == text);

    private static DepthwiseConvKernel Forward(ConvCase item) =>
        new(item.Input, item.Output, item.Axes.Vertical, item.Axes.Horizontal, item.Bias, item.Activation, item.Slope) { Depth = item.Axes.Depth };

    private static DepthwiseConvKernel Phase(ConvCase item, CasePhase phase) => new(
        item.OutputGradient, item.InputGradient, phase.Phase.Axes.Vertical, phase.Phase.Axes.Horizontal, Bias: false)
    {
        Depth = phase.Phase.Axes.Depth,
    };

    private static DepthwiseWeightGradientKernel WeightGradient(ConvCase item) =>
        new(item.Input, item.OutputGradient, item.Axes.Vertical, item.Axes.Horizontal) { Depth = item.Axes.Depth };
}
