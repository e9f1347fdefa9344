using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// <c>(float* x, float* dy, float* dx, float* scale, float* savedMean, float* savedInverseStd, float* scaleGradient,
/// float* shiftGradient, int images, int block)</c>: the gradients of <see cref="BatchNormForwardKernel"/>, from the gradient
/// before its activation. dx may be dy where the forms are equal. scale and its gradients are not touched when the layer
/// is not affine; they end with the last channel, and the gradients are overwritten.
/// </summary>
internal sealed record BatchNormBackwardKernel(
    TensorForm Input, TensorForm OutputGradient, TensorForm InputGradient, bool Affine) : KernelSpec
{
    private static readonly BatchNormBackwardBody _body = new();

    public override string Name =>
        $"BatchNormBackward{(Affine ? "" : "Plain")}_{KernelNames.Of(Input)}_{KernelNames.Of(OutputGradient)}_{KernelNames.Of(InputGradient)}";

    public override IEnumerable<KernelSpec> Dependencies => [_body];

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"The gradients of batch normalisation of {Input.Shape}; block is one of channels.",
        $"public static void {Name}(float* x, float* dy, float* dx, float* scale, float* mean, float* inverseStd, "
            + "float* scaleGradient, float* shiftGradient, int images, int block)",
        $"{_body.Name}({PixelWalk.Arguments(set, true, ("x", Input), ("dy", OutputGradient), ("dx", InputGradient))}, "
            + $"{(Affine ? "scale" : "null")}, mean, inverseStd, scaleGradient, shiftGradient, {Input.Shape.Pixels}f, {Input.Shape.Channels}, block)");
}

/// <summary>The gradients of batch normalisation, for all shapes; a null scale means that there is neither scale nor shift.</summary>
internal sealed record BatchNormBackwardBody : KernelSpec
{
    public override string Name => "BatchNormBackwardBody";

    public override IEnumerable<KernelSpec> Dependencies => ChannelVector.Dependencies;

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var walk = new PixelWalk("x", "dy", "dx") { Batch = true };
        string signature = $"private static void {Name}({walk.Parameters}, float* scale, float* savedMean, float* savedInverseStd, "
            + "float* scaleGradient, float* shiftGradient, float pixels, int channels, int block)";
        writer.Method("The gradients of batch normalisation.", signature, () =>
        {
            ChannelVector.Begin(writer, set);
            writer.Line($"{set.Vector} mean = {set.Load(ChannelVector.Address("savedMean"))};");
            writer.Line($"{set.Vector} inverseStd = {set.Load(ChannelVector.Address("savedInverseStd"))};");
            EmitParameterGradients(writer, set, walk);
            EmitInputGradient(writer, set, walk);
        });
    }

    private static void EmitParameterGradients(CodeWriter writer, InstructionSet set, PixelWalk walk)
    {
        walk.EmitSums(writer, set, ["sum", "product"], (pixel, sums) =>
        {
            string g = "g" + pixel.Suffix;
            writer.Line($"{set.Vector} {g} = {set.Load(pixel.In("dy"))};");
            writer.Line($"{sums[0]} += {g};");
            writer.Line($"{sums[1]} = {set.MultiplyAdd(g, $"{set.Load(pixel.In("x"))} - mean", sums[1])};");
        });
        writer.Line($"{set.Vector} factor = inverseStd;");
        writer.Line("product *= inverseStd;");
        using CodeWriter.Scope affine = writer.Block("if (scale != null)");
        writer.Line($"factor *= {ChannelVector.Load("scale")};");
        writer.Line(ChannelVector.Store("product", "scaleGradient"));
        writer.Line(ChannelVector.Store("sum", "shiftGradient"));
    }

    /// <summary>dx = γ/σ · (dy − mean(dy) − x̂ · mean(dy·x̂)), because the statistics depend on x too.</summary>
    private static void EmitInputGradient(CodeWriter writer, InstructionSet set, PixelWalk walk)
    {
        writer.Line($"{set.Vector} values = {set.Broadcast("images * pixels")};");
        writer.Line("sum /= values;");
        writer.Line("product = product * inverseStd / values;");
        walk.Emit(writer, set, pixel =>
        {
            string v = "v" + pixel.Suffix;
            writer.Line($"{set.Vector} {v} = (mean - {set.Load(pixel.In("x"))}) * product;");
            writer.Line(set.Store($"({set.Load(pixel.In("dy"))} - sum + {v}) * factor", pixel.In("dx")));
        });
    }
}
