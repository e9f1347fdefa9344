using System.Collections.Generic;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// A convolution of one image whose groups, input and output channels are as many: each channel sees only itself. In any
/// direction (see <see cref="ConvAxis"/>), with bias and activation fused. Weights lie as [block][tap][lane].
/// </summary>
/// <param name="Input">What is read, in blocks; its halo must hold zeros as far as the taps reach.</param>
/// <param name="Output">What is written; its halo is left alone.</param>
/// <param name="Vertical">The rows.</param>
/// <param name="Horizontal">The columns.</param>
/// <param name="Bias">Whether sums begin with a bias instead of zero.</param>
/// <param name="Activation">What is applied before the store: identity, ReLU, ReLU6, or leaky ReLU with a slope in [0, 1].</param>
/// <param name="Slope">The leaky ReLU's.</param>
internal sealed record DepthwiseConvKernel(
    TensorForm Input, TensorForm Output, ConvAxis Vertical, ConvAxis Horizontal, bool Bias,
    ActivationFunction Activation = ActivationFunction.Identity, float Slope = 0) : KernelSpec, IConvStage
{
    /// <summary>The planes.</summary>
    public ConvAxis Depth { get; init; } = ConvAxis.Single;

    TensorForm? IConvStage.Residual => null;

    public override string Name =>
        $"Depthwise{(Bias ? "_Bias" : "")}{KernelNames.Epilogue(Activation, Slope)}_{KernelNames.Geometry(Input, Output, Depth, Vertical, Horizontal, 1)}";

    /// <summary>The register tiles.</summary>
    public override IEnumerable<KernelSpec> BodiesFor(InstructionSet set) => Lanewise(set).Bodies;

    /// <summary>The packed weights, to be read with the strides of a convolution with one input channel.</summary>
    public WeightPacking Weights(InstructionSet set) => new(set.Lanes, 1, 1, Output.Shape.Channels, 1, 1)
    {
        TapPlanes = Depth.Taps,
        TapRows = Vertical.Taps,
        TapColumns = Horizontal.Taps,
    };

    /// <summary>Independent pieces of an image: a block of channels, a plane and some rows each.</summary>
    public int Parts(InstructionSet set) => Lanewise(set).Parts;

    public KernelSpec Rows(TensorForm input, TensorForm output, int count) =>
        this with { Input = input, Output = output, Vertical = Vertical with { Count = count } };

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string summary = $"Depthwise convolution, {Input.Shape} to {Output.Shape}, {Vertical.Taps}×{Horizontal.Taps} taps; part is a block of channels and some rows.";
        writer.Method(
            summary, $"public static void {Name}(float* x, float* w, float* bias, float* y, int part)",
            () => Lanewise(set).Emit(writer));
    }

    private LanewiseConv Lanewise(InstructionSet set) => new(set, Input, Output, new ConvAxes(Depth, Vertical, Horizontal), groupSize: 1)
    {
        Bias = Bias,
        Activation = Activation,
        Slope = Slope,
    };
}
