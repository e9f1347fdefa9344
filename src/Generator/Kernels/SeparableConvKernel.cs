using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Kernels;

/// <summary>
/// A depthwise convolution and the 1×1 convolution that alone reads it, of one image: a band of rows of the former goes to scratch memory, small enough
/// for the second-level cache, and the latter reads it there. So what lies between them never takes the way through memory.
/// </summary>
/// <param name="Depthwise">The depthwise convolution of one band, written to scratch memory.</param>
/// <param name="Pointwise">The 1×1 convolution of one band, with whatever its epilogue adds.</param>
/// <param name="Bands">How many bands an image has.</param>
internal sealed record SeparableConvKernel(DepthwiseConvKernel Depthwise, ConvKernel Pointwise, int Bands) : KernelSpec, IPartitioned, IScratch, IWeighted
{
    // A band that leaves room in the second-level cache, and weights that stay in the second-level cache from band to band.
    private const int BandFloats = 1 << 15, CachedWeights = 1 << 16;

    // With fewer pixels the register tiles of the 1×1 convolution are not full.
    private const int LeastPixels = 14;

    public override string Name => $"Separable{Bands}_{Depthwise.Name}_{Pointwise.Name}";

    public override IEnumerable<KernelSpec> Dependencies => [Depthwise, Pointwise];

    /// <summary>Rows of a band; 0 where two convolutions had better stand alone, because weights are too many to be read for every band or the image is small.</summary>
    /// <param name="between">What the depthwise convolution makes.</param>
    /// <param name="outputs">Output channels of the 1×1 convolution.</param>
    public static int RowsOfBand(Shape between, int outputs)
    {
        if ((long)between.Channels * outputs > CachedWeights) return 0;
        int rows = Enumerable.Range(1, between.Height).Where(rows => between.Height % rows == 0 && (long)rows * between.Channels * between.Width <= BandFloats)
            .DefaultIfEmpty(1).Last();
        return rows * between.Width < LeastPixels || rows == between.Height ? 0 : rows;
    }

    /// <summary>The kernel of two convolutions, each described for a whole image.</summary>
    public static SeparableConvKernel Of(DepthwiseConvKernel depthwise, ConvKernel pointwise)
    {
        Shape between = depthwise.Output.Shape;
        int rows = RowsOfBand(between, pointwise.Output.Shape.Channels);
        var band = new TensorForm(Shape.Of(between.Channels, rows, between.Width));
        return new SeparableConvKernel(
            depthwise with { Output = band, Vertical = depthwise.Vertical with { Count = rows } },
            pointwise with { Input = band, Vertical = pointwise.Vertical with { Count = rows } }, between.Height / rows);
    }

    /// <summary>Independent pieces of an image: a band each.</summary>
    public int Parts(InstructionSet set) => Bands;

    public int ScratchLength(InstructionSet set) => Band(set).ImageStride;

    public int PartsOfChunk(InstructionSet set) => 1;

    /// <summary>The packed weights of the 1×1 convolution.</summary>
    public WeightPacking Weights(InstructionSet set) => Pointwise.Weights(set);

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        bool adds = Pointwise.Residual is not null;
        string residual = adds ? "float* r, " : "";
        string signature = $"public static void {Name}(float* x, float* depthwise, float* depthwiseBias, float* w, float* bias, {residual}float* y, float* scratch, bool prepared, int part)";
        string summary = $"Depthwise convolution of {Depthwise.Vertical.Count} rows, {Depthwise.Input.Shape}, and 1×1 convolution of the result, to {Pointwise.Output.Shape}.";
        writer.Method(summary, signature, () =>
        {
            int rows = Depthwise.Vertical.Count;
            writer.Line($"x += (nint)part * {rows * Depthwise.Vertical.InputStep * Depthwise.Input.Blocked(set).RowStride};");
            writer.Line($"y += (nint)part * {rows * Pointwise.Output.Blocked(set).RowStride};");
            if (adds) writer.Line($"r += (nint)part * {rows * Pointwise.Residual!.Blocked(set).RowStride};");
            writer.Line($"for (int i = 0; i < {Depthwise.Parts(set)}; i++) {Depthwise.Name}(x, depthwise, depthwiseBias, scratch, i);");
            writer.Line($"for (int i = 0; i < {Pointwise.Parts(set)}; i++) {Pointwise.Name}(scratch, w, bias, {(adds ? "r, " : "")}y, i);");
        });
    }

    private Layout Band(InstructionSet set) => Depthwise.Output.Blocked(set);
}
