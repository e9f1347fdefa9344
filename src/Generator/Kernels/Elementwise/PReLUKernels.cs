using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// <c>(float* x, float* slope, float* y, int block)</c>: x for positive x and slope·x otherwise, with one learned slope or one for
/// each channel. x may be y where the forms are equal.
/// </summary>
/// <param name="Input">What is read.</param>
/// <param name="Output">What is written.</param>
/// <param name="Count">How many slopes there are: 1, or the channels.</param>
internal sealed record PReLUKernel(TensorForm Input, TensorForm Output, int Count) : KernelSpec
{
    private static readonly PReLUBody _body = new();

    public override string Name => $"PReLU{KernelNames.Of(Count)}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    public override IEnumerable<KernelSpec> Dependencies => [_body];

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"PReLU of one block of channels of {Input.Shape}.",
        $"public static void {Name}(float* x, float* slope, float* y, int block)",
        $"{_body.Name}({PixelWalk.Arguments(set, false, ("x", Input), ("y", Output))}, slope, {Count}, block)");
}

/// <summary>
/// <c>(float* x, float* dy, float* dx, float* slope, float* slopeGradient, int images, int part)</c>: the gradients of
/// <see cref="PReLUKernel"/>. Slopes of channels belong to their blocks; a single slope is summed by one part in the order of images
/// within that of blocks. dx may be dy where the forms are equal.
/// </summary>
/// <param name="Input">The input.</param>
/// <param name="OutputGradient">The gradient by the output.</param>
/// <param name="InputGradient">The gradient by the input.</param>
/// <param name="Count">How many slopes there are: 1, or the channels.</param>
internal sealed record PReLUBackwardKernel(TensorForm Input, TensorForm OutputGradient, TensorForm InputGradient, int Count) : KernelSpec, IPartitioned
{
    private static readonly PReLUBackwardBody _body = new();

    public override string Name =>
        $"PReLUBackward{KernelNames.Of(Count)}_{KernelNames.Of(Input)}_{KernelNames.Of(OutputGradient)}_{KernelNames.Of(InputGradient)}";

    public override IEnumerable<KernelSpec> Dependencies => [_body];

    public int Parts(InstructionSet set) => Count == 1 ? 1 : Input.For(set).Blocks;

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string tensors = PixelWalk.Arguments(set, true, ("x", Input), ("dy", OutputGradient), ("dx", InputGradient));
        string call = $"{_body.Name}({tensors}, slope, slopeGradient, {Count}, {Input.Shape.Channels}, block)";
        string[] blocks = ["double sum = 0", $"for (int block = 0; block < {Input.For(set).Blocks}; block++) sum += {call}", "*slopeGradient = (float)sum"];
        string signature = $"public static void {Name}(float* x, float* dy, float* dx, float* slope, float* slopeGradient, int images, int";
        writer.Calls($"The gradients of PReLU of {Input.Shape}.", $"{signature} {(Count == 1 ? "part" : "block")})", Count == 1 ? blocks : [call]);
    }
}

/// <summary>PReLU, for all shapes.</summary>
internal sealed record PReLUBody : KernelSpec
{
    public override string Name => "PReLUBody";

    public override IEnumerable<KernelSpec> Dependencies => ChannelVector.Dependencies;

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var walk = new PixelWalk("x", "y");
        writer.Method("PReLU with one slope or one for each channel.", $"private static void {Name}({walk.Parameters}, float* slope, int channels, int block)", () =>
        {
            ChannelVector.Begin(writer, set);
            writer.Line($"{set.Vector} factor = channels == 1 ? {set.Broadcast("*slope")} : {ChannelVector.Load("slope")};");
            walk.Emit(writer, set, pixel =>
            {
                string v = "v" + pixel.Suffix;
                writer.Line($"{set.Vector} {v} = {set.Load(pixel.In("x"))};");
                writer.Line(set.Store(set.Select(set.GreaterThan(v, set.Zero), v, $"{v} * factor"), pixel.In("y")));
            });
        });
    }
}

/// <summary>The gradients of PReLU on one block of channels, for all shapes; the block's part of a single slope's gradient is returned.</summary>
internal sealed record PReLUBackwardBody : KernelSpec
{
    private static readonly HorizontalKernel _horizontal = new();

    public override string Name => "PReLUBackwardBody";

    public override IEnumerable<KernelSpec> Dependencies => [.. ChannelVector.Dependencies, _horizontal];

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var walk = new PixelWalk("x", "dy", "dx") { Batch = true };
        string signature = $"private static float {Name}({walk.Parameters}, float* slope, float* slopeGradient, int slopes, int channels, int block)";
        writer.Method("The gradients of PReLU on one block of channels.", signature, () =>
        {
            ChannelVector.Begin(writer, set);
            writer.Line($"{set.Vector} factor = slopes == 1 ? {set.Broadcast("*slope")} : {ChannelVector.Load("slope")};");
            walk.EmitSums(writer, set, ["sum"], (pixel, sums) =>
            {
                string v = "v" + pixel.Suffix, g = "g" + pixel.Suffix, positive = "positive" + pixel.Suffix;
                writer.Line($"{set.Vector} {v} = {set.Load(pixel.In("x"))}, {g} = {set.Load(pixel.In("dy"))};");
                writer.Line($"{set.Vector} {positive} = {set.GreaterThan(v, set.Zero)};");
                writer.Line(set.Store(set.Select(positive, g, $"{g} * factor"), pixel.In("dx")));
                writer.Line($"{sums[0]} += {set.Without($"({v} * {g})", positive)};");
            });
            writer.Line($"if (slopes == 1) return {_horizontal.Sum($"sum & {ChannelVector.Mask(set)}")};");
            writer.Line(ChannelVector.Store("sum", "slopeGradient"));
            writer.Line("return 0f;");
        });
    }
}
