using System.Collections.Generic;
using NetGen.Generator.Emission;

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
    public override string Name =>
        $"BatchNormBackward{(Affine ? "" : "Plain")}_{KernelNames.Of(Input)}_{KernelNames.Of(OutputGradient)}_{KernelNames.Of(InputGradient)}";

    public override IEnumerable<KernelSpec> Dependencies => ChannelVector.Dependencies;

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var channel = new ChannelVector(Input.Blocked(set), set);
        string signature = $"public static void {Name}(float* x, float* dy, float* dx, float* scale, float* savedMean, "
            + "float* savedInverseStd, float* scaleGradient, float* shiftGradient, int images, int block)";
        writer.Method($"The gradients of batch normalisation of {Input.Shape}; block is one of channels.", signature, () =>
        {
            if (Affine) channel.Begin(writer);
            writer.Line($"{set.Vector} mean = {set.Load(channel.Address("savedMean"))};");
            writer.Line($"{set.Vector} inverseStd = {set.Load(channel.Address("savedInverseStd"))};");
            EmitParameterGradients(writer, set, channel);
            EmitInputGradient(writer, set, channel);
        });
    }

    private void EmitParameterGradients(CodeWriter writer, InstructionSet set, ChannelVector channel)
    {
        WalkedTensor[] tensors = [new("x", Input.Blocked(set)), new("dy", OutputGradient.Blocked(set))];
        BatchNormText.EmitSums(writer, set, tensors, ["sum", "product"], (pixel, sums) =>
        {
            string g = "g" + pixel.Suffix;
            writer.Line($"{set.Vector} {g} = {set.Load(pixel.In("dyImage"))};");
            writer.Line($"{sums[0]} += {g};");
            writer.Line($"{sums[1]} = {set.MultiplyAdd(g, $"{set.Load(pixel.In("xImage"))} - mean", sums[1])};");
        });
        writer.Line("product *= inverseStd;");
        if (!Affine) return;
        writer.Line(channel.Store("product", "scaleGradient"));
        writer.Line(channel.Store("sum", "shiftGradient"));
    }

    /// <summary>dx = γ/σ · (dy − mean(dy) − x̂ · mean(dy·x̂)), because the statistics depend on x too.</summary>
    private void EmitInputGradient(CodeWriter writer, InstructionSet set, ChannelVector channel)
    {
        writer.Line($"{set.Vector} count = {set.Broadcast($"images * {BatchNormText.Pixels(Input)}f")};");
        writer.Line("sum /= count;");
        writer.Line("product = product * inverseStd / count;");
        writer.Line($"{set.Vector} factor = {(Affine ? $"inverseStd * {channel.Load("scale")}" : "inverseStd")};");
        WalkedTensor[] tensors = [new("x", Input.Blocked(set)), new("dy", OutputGradient.Blocked(set)), new("dx", InputGradient.Blocked(set))];
        BatchNormText.EmitImages(writer, tensors, images => new PixelLoop(images).Emit(writer, pixel =>
        {
            string v = "v" + pixel.Suffix;
            writer.Line($"{set.Vector} {v} = (mean - {set.Load(pixel.In("xImage"))}) * product;");
            writer.Line(set.Store($"({set.Load(pixel.In("dyImage"))} - sum + {v}) * factor", pixel.In("dxImage")));
        }));
    }
}
