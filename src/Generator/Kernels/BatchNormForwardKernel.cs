using System;
using System.Collections.Generic;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph.Operations;

namespace NetGen.Generator.Kernels;

/// <summary>
/// <c>(float* x, float* y, float* scale, float* shift, float* runningMean, float* runningVariance, float* savedMean,
/// float* savedInverseStd, int images, int block)</c>: batch normalisation in training, with an activation fused. scale and
/// shift are not read when the layer is not affine. The parameters end with the last channel; the saved arrays are whole
/// blocks. The biased variance normalises, the unbiased one goes into the running variance; where a channel has a single
/// value there is no unbiased one, and the running variance stays.
/// </summary>
internal sealed record BatchNormForwardKernel(
    TensorForm Input, TensorForm Output, float Epsilon, float Momentum, bool Affine,
    ActivationFunction Activation = ActivationFunction.Identity, float Slope = 0) : KernelSpec
{
    public float Slope { get; init; } = ActivationText.Significant(Activation, Slope);

    public override string Name =>
        $"BatchNorm{(Affine ? "" : "Plain")}{KernelNames.Epilogue(Activation, Slope)}"
        + $"_e{KernelNames.Of(Epsilon)}_m{KernelNames.Of(Momentum)}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    public override IEnumerable<KernelSpec> Dependencies =>
        [.. ChannelVector.Dependencies, .. ActivationText.Dependencies(Activation)];

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var channel = new ChannelVector(Input.Blocked(set), set);
        string summary = $"Batch normalisation of {Input.Shape} by the batch's own statistics{ActivationText.Words(Activation)}; block is one of channels.";
        string signature = $"public static void {Name}(float* x, float* y, float* scale, float* shift, float* runningMean, "
            + "float* runningVariance, float* savedMean, float* savedInverseStd, int images, int block)";
        writer.Method(summary, signature, () =>
        {
            channel.Begin(writer);
            EmitStatistics(writer, set);
            EmitRunning(writer, set, channel);
            EmitSaved(writer, set, channel);
            EmitNormalise(writer, set, channel);
        });
    }

    /// <summary>
    /// The second pass sums the deviations from the rounded mean besides their squares: that corrects both the mean and the
    /// variance for the rounding.
    /// </summary>
    private void EmitStatistics(CodeWriter writer, InstructionSet set)
    {
        writer.Line($"float count = images * {BatchNormText.Pixels(Input)}f;");
        BatchNormText.EmitSums(writer, set, [new("x", Input.Blocked(set))], ["sum"], (pixel, sums) =>
            writer.Line($"{sums[0]} += {set.Load(pixel.In("xImage"))};"));
        writer.Line($"{set.Vector} mean = sum / {set.Broadcast("count")};");
        BatchNormText.EmitSums(writer, set, [new("x", Input.Blocked(set))], ["offset", "squares"], (pixel, sums) =>
        {
            string d = "d" + pixel.Suffix;
            writer.Line($"{set.Vector} {d} = {set.Load(pixel.In("xImage"))} - mean;");
            writer.Line($"{sums[0]} += {d};");
            writer.Line($"{sums[1]} = {set.MultiplyAdd(d, d, sums[1])};");
        });
        writer.Line($"offset /= {set.Broadcast("count")};");
        writer.Line("mean += offset;");
        writer.Line($"{set.Vector} variance = {set.Max(set.Zero, $"(squares / {set.Broadcast("count")}) - (offset * offset)")};");
        string root = $"{set.Static}.Sqrt(variance + {set.Broadcast(KernelText.Literal(Epsilon))})";
        writer.Line($"{set.Vector} inverseStd = {set.Broadcast("1f")} / {root};");
    }

    private void EmitRunning(CodeWriter writer, InstructionSet set, ChannelVector channel)
    {
        string weight = set.Broadcast(KernelText.Literal(Momentum));
        string keep = set.Broadcast(KernelText.Literal((float)(1.0 - Momentum)));
        string Blend(string array, string value) =>
            channel.Store(set.MultiplyAdd(weight, value, $"{keep} * {channel.Load(array)}"), array);

        writer.Line(Blend("runningMean", "mean"));
        writer.Line($"if (count > 1f) {Blend("runningVariance", $"variance * {set.Broadcast("count / (count - 1f)")}")}");
    }

    /// <summary>Lanes without a channel become zero, so that whatever they hold cannot grow from layer to layer.</summary>
    private static void EmitSaved(CodeWriter writer, InstructionSet set, ChannelVector channel)
    {
        if (channel.IsPartial)
        {
            writer.Line($"{set.Vector} valid = {channel.Mask()};");
            writer.Line("mean &= valid;");
            writer.Line("inverseStd &= valid;");
        }

        writer.Line(set.Store("mean", channel.Address("savedMean")));
        writer.Line(set.Store("inverseStd", channel.Address("savedInverseStd")));
    }

    private void EmitNormalise(CodeWriter writer, InstructionSet set, ChannelVector channel)
    {
        writer.Line($"{set.Vector} factor = {(Affine ? $"inverseStd * {channel.Load("scale")}" : "inverseStd")};");
        if (Affine) writer.Line($"{set.Vector} summand = {channel.Load("shift")};");
        WalkedTensor[] tensors = [new("x", Input.Blocked(set)), new("y", Output.Blocked(set))];
        BatchNormText.EmitImages(writer, tensors, images => new PixelLoop(images).Emit(writer, pixel =>
        {
            string v = "v" + pixel.Suffix;
            string centred = $"{set.Load(pixel.In("xImage"))} - mean";
            writer.Line($"{set.Vector} {v} = {(Affine ? set.MultiplyAdd(centred, "factor", "summand") : $"({centred}) * factor")};");
            writer.Line(set.Store(ActivationText.Apply(Activation, Slope, v, set), pixel.In("yImage")));
        }));
    }
}

/// <summary>What both directions of batch normalisation write alike.</summary>
internal static class BatchNormText
{
    public static int Pixels(TensorForm form) => form.Shape.Height * form.Shape.Width;

    /// <summary>Writes a loop over the batch's images; the body walks tensors by the pointers xImage for x.</summary>
    public static void EmitImages(CodeWriter writer, WalkedTensor[] tensors, Action<WalkedTensor[]> body)
    {
        using CodeWriter.Scope loop = writer.Block("for (int image = 0; image < images; image++)");
        foreach ((string pointer, Layout layout) in tensors)
        {
            writer.Line($"float* {pointer}Image = {pointer} + ((nint)image * {layout.ImageStride});");
        }

        body(Array.ConvertAll(tensors, tensor => tensor with { Pointer = tensor.Pointer + "Image" }));
    }

    /// <summary>Writes sums over the whole batch, image by image; the sums' variables are declared.</summary>
    public static void EmitSums(
        CodeWriter writer, InstructionSet set, WalkedTensor[] tensors, string[] totals,
        Action<WalkedPixel, IReadOnlyList<string>> body)
    {
        foreach (string total in totals) writer.Line($"{set.Vector} {total} = {set.Zero};");
        string[] imageTotals = Array.ConvertAll(totals, total => total + "Image");
        EmitImages(writer, tensors, images =>
        {
            foreach (string total in imageTotals) writer.Line($"{set.Vector} {total} = {set.Zero};");
            PixelSums.Emit(writer, set, images, imageTotals, body);
            foreach (string total in totals) writer.Line($"{total} += {total}Image;");
        });
    }
}
