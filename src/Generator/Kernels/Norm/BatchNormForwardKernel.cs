using System.Collections.Generic;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;

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

    public override IEnumerable<KernelSpec> Dependencies => [new BatchNormForwardBody(Activation, Slope)];

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"Batch normalisation of {Input.Shape} by the batch's own statistics{ActivationText.Words(Activation)}; block is one of channels.",
        $"public static void {Name}(float* x, float* y, float* scale, float* shift, float* mean, float* variance, "
            + "float* savedMean, float* savedInverseStd, int images, int block)",
        $"{new BatchNormForwardBody(Activation, Slope).Name}({PixelWalk.Arguments(set, true, ("x", Input), ("y", Output))}, "
            + $"{(Affine ? "scale, shift" : "null, null")}, mean, variance, savedMean, savedInverseStd, {Input.Shape.Pixels}f, "
            + $"{KernelText.Literal(Epsilon)}, {KernelText.Literal(Momentum)}, {Input.Shape.Channels}, block)");
}

/// <summary>Batch normalisation in training, for all shapes; a null scale means that there is neither scale nor shift.</summary>
internal sealed record BatchNormForwardBody(ActivationFunction Activation, float Slope) : KernelSpec
{
    public override string Name => "BatchNormBody" + KernelNames.Epilogue(Activation, Slope);

    public override IEnumerable<KernelSpec> Dependencies =>
        [.. ChannelVector.Dependencies, .. ActivationText.Dependencies(Activation)];

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var walk = new PixelWalk("x", "y") { Batch = true };
        string signature = $"private static void {Name}({walk.Parameters}, float* scale, float* shift, float* runningMean, float* runningVariance, "
            + "float* savedMean, float* savedInverseStd, float pixels, float epsilon, float momentum, int channels, int block)";
        writer.Method($"Batch normalisation by the batch's own statistics{ActivationText.Words(Activation)}.", signature, () =>
        {
            ChannelVector.Begin(writer, set);
            EmitStatistics(writer, set, walk);
            EmitRunning(writer, set);
            EmitSaved(writer, set);
            EmitNormalise(writer, set);
        });
    }

    /// <summary>
    /// The second pass sums the deviations from the rounded mean besides their squares: that corrects both the mean and the
    /// variance for the rounding.
    /// </summary>
    private static void EmitStatistics(CodeWriter writer, InstructionSet set, PixelWalk walk)
    {
        writer.Line("float values = images * pixels;");
        walk.EmitSums(writer, set, ["sum"], (pixel, sums) => writer.Line($"{sums[0]} += {set.Load(pixel.In("x"))};"));
        writer.Line($"{set.Vector} mean = sum / {set.Broadcast("values")};");
        walk.EmitSums(writer, set, ["offset", "squares"], (pixel, sums) =>
        {
            string d = "d" + pixel.Suffix;
            writer.Line($"{set.Vector} {d} = {set.Load(pixel.In("x"))} - mean;");
            writer.Line($"{sums[0]} += {d};");
            writer.Line($"{sums[1]} = {set.MultiplyAdd(d, d, sums[1])};");
        });
        writer.Line($"offset /= {set.Broadcast("values")};");
        writer.Line("mean += offset;");
        writer.Line($"{set.Vector} variance = {set.Max(set.Zero, $"(squares / {set.Broadcast("values")}) - (offset * offset)")};");
        writer.Line($"{set.Vector} inverseStd = {set.Broadcast("1f")} / {set.Static}.Sqrt(variance + {set.Broadcast("epsilon")});");
    }

    private static void EmitRunning(CodeWriter writer, InstructionSet set)
    {
        string Blend(string array, string value) => ChannelVector.Store(
            set.MultiplyAdd(set.Broadcast("momentum"), value, $"{set.Broadcast("1f - momentum")} * {ChannelVector.Load(array)}"), array);

        writer.Line(Blend("runningMean", "mean"));
        writer.Line($"if (values > 1f) {Blend("runningVariance", $"variance * {set.Broadcast("values / (values - 1f)")}")}");
    }

    /// <summary>Lanes without a channel become zero, so that whatever they hold cannot grow from layer to layer.</summary>
    private static void EmitSaved(CodeWriter writer, InstructionSet set)
    {
        writer.Line($"{set.Vector} valid = {ChannelVector.Mask(set)};");
        writer.Line("mean &= valid;");
        writer.Line("inverseStd &= valid;");
        writer.Line(set.Store("mean", ChannelVector.Address("savedMean")));
        writer.Line(set.Store("inverseStd", ChannelVector.Address("savedInverseStd")));
    }

    private void EmitNormalise(CodeWriter writer, InstructionSet set)
    {
        writer.Line($"{set.Vector} factor = scale == null ? inverseStd : inverseStd * {ChannelVector.Load("scale")};");
        writer.Line($"{set.Vector} summand = scale == null ? {set.Zero} : {ChannelVector.Load("shift")};");
        var walk = new PixelWalk("x", "y") { Batch = true, Unroll = ActivationText.IsLong(Activation) ? 1 : 4 };
        walk.Emit(writer, set, pixel =>
        {
            string v = "v" + pixel.Suffix;
            writer.Line($"{set.Vector} {v} = {set.MultiplyAdd($"{set.Load(pixel.In("x"))} - mean", "factor", "summand")};");
            writer.Line(set.Store(ActivationText.Apply(Activation, Slope, v, set), pixel.In("y")));
        });
    }
}
