using System.Collections.Generic;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// <c>(float* x, float* scale, float* shift, float* y, int block)</c>: act(x·scale + shift) with a scale and a shift for
/// each channel, which lie in whole blocks: batch normalisation at inference where no convolution before it can take it up.
/// x may be y where the forms are equal.
/// </summary>
internal sealed record ChannelAffineKernel(
    TensorForm Input, TensorForm Output, ActivationFunction Activation = ActivationFunction.Identity, float Slope = 0) : KernelSpec
{
    public float Slope { get; init; } = ActivationText.Significant(Activation, Slope);

    public override string Name =>
        $"ChannelAffine{KernelNames.Epilogue(Activation, Slope)}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    public override IEnumerable<KernelSpec> Dependencies => [new ChannelAffineBody(Activation, Slope)];

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"A scale and a shift for each channel of {Input.Shape}{ActivationText.Words(Activation)}; block is one of channels.",
        $"public static void {Name}(float* x, float* scale, float* shift, float* y, int block)",
        $"{new ChannelAffineBody(Activation, Slope).Name}({PixelWalk.Arguments(set, false, ("x", Input), ("y", Output))}, scale, shift, block)");
}

/// <summary>A scale and a shift for each channel, for all shapes.</summary>
internal sealed record ChannelAffineBody(ActivationFunction Activation, float Slope) : KernelSpec
{
    public override string Name => "ChannelAffineBody" + KernelNames.Epilogue(Activation, Slope);

    public override IEnumerable<KernelSpec> Dependencies => ActivationText.Dependencies(Activation);

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var walk = new PixelWalk("x", "y") { Unroll = ActivationText.IsLong(Activation) ? 1 : 4 };
        string summary = $"A scale and a shift for each channel{ActivationText.Words(Activation)}.";
        writer.Method(summary, $"private static void {Name}({walk.Parameters}, float* scale, float* shift, int block)", () =>
        {
            string At(string array) => set.Load($"{array} + (block * {set.Lanes})");
            writer.Line($"{set.Vector} factor = {At("scale")}, summand = {At("shift")};");
            walk.Emit(writer, set, pixel =>
            {
                string v = "v" + pixel.Suffix;
                writer.Line($"{set.Vector} {v} = {set.MultiplyAdd(set.Load(pixel.In("x")), "factor", "summand")};");
                writer.Line(set.Store(ActivationText.Apply(Activation, Slope, v, set), pixel.In("y")));
            });
        });
    }
}
