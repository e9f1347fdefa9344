using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary><c>(float* x, float* y, int block)</c>: the mean of each channel.</summary>
internal sealed record GlobalAvgPoolKernel(TensorForm Input, TensorForm Output) : KernelSpec
{
    private static readonly ChannelSumBody _body = new();

    public override string Name => $"GlobalAvgPool_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    public override IEnumerable<KernelSpec> Dependencies => [_body];

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"The mean of each channel, {Input.Shape} to {Output.Shape}; block is one of channels.",
        $"public static void {Name}(float* x, float* y, int block)",
        $"{_body.Name}({PixelWalk.Arguments(set, false, ("x", Input))}, "
            + $"{KernelText.BlockAddress("y", Output.Blocked(set))}, 1f / {Input.Shape.Pixels})");
}

/// <summary><c>(float* dy, float* dx, int block)</c>: the gradient by the input of <see cref="GlobalAvgPoolKernel"/>.</summary>
internal sealed record GlobalAvgPoolBackwardKernel(TensorForm OutputGradient, TensorForm InputGradient) : KernelSpec
{
    private static readonly PixelFillBody _body = new();

    public override string Name => $"GlobalAvgPoolBackward_{KernelNames.Of(OutputGradient)}_{KernelNames.Of(InputGradient)}";

    public override IEnumerable<KernelSpec> Dependencies => [_body];

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"The gradient of each channel's mean, {OutputGradient.Shape} to {InputGradient.Shape}; block is one of channels.",
        $"public static void {Name}(float* dy, float* dx, int block)",
        $"{_body.Name}({PixelWalk.Arguments(set, false, ("dx", InputGradient))}, "
            + $"{KernelText.BlockAddress("dy", OutputGradient.Blocked(set))}, 1f / {InputGradient.Shape.Pixels})");
}

/// <summary>A value of each channel times a factor in all pixels, for all shapes.</summary>
internal sealed record PixelFillBody : KernelSpec
{
    public override string Name => "PixelFillBody";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var walk = new PixelWalk("dx");
        writer.Method("A value times a factor in all pixels.", $"private static void {Name}({walk.Parameters}, float* dy, float factor)", () =>
        {
            writer.Line($"{set.Vector} share = {set.Load("dy")} * {set.Broadcast("factor")};");
            walk.Emit(writer, set, pixel => writer.Line(set.Store("share", pixel.In("dx"))));
        });
    }
}
