using System.Collections.Generic;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph.Operations;

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

    public override IEnumerable<KernelSpec> Dependencies => ActivationText.Dependencies(Activation);

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        Layout input = Input.Blocked(set);
        var channel = new ChannelVector(input, set);
        string summary = $"A scale and a shift for each channel of {Input.Shape}{ActivationText.Words(Activation)}; block is one of channels.";
        writer.Method(summary, $"public static void {Name}(float* x, float* scale, float* shift, float* y, int block)", () =>
        {
            writer.Line($"{set.Vector} factor = {set.Load(channel.Address("scale"))}, summand = {set.Load(channel.Address("shift"))};");
            new PixelLoop(new("x", input), new("y", Output.Blocked(set))).Emit(writer, pixel =>
            {
                string v = "v" + pixel.Suffix;
                writer.Line($"{set.Vector} {v} = {set.MultiplyAdd(set.Load(pixel.In("x")), "factor", "summand")};");
                writer.Line(set.Store(ActivationText.Apply(Activation, Slope, v, set), pixel.In("y")));
            });
        });
    }
}
