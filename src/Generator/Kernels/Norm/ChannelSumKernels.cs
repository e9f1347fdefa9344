using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// <c>(float* x, float* y, int block)</c>: the sum of each channel's pixels; the gradient by a value that was added to all of
/// them.
/// </summary>
internal sealed record ChannelSumKernel(TensorForm Input, TensorForm Output) : KernelSpec
{
    private static readonly ChannelSumBody _body = new();

    public override string Name => $"ChannelSum_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    public override IEnumerable<KernelSpec> Dependencies => [_body];

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"The sum of each channel of {Input.Shape}; block is one of channels.",
        $"public static void {Name}(float* x, float* y, int block)",
        $"{_body.Name}({PixelWalk.Arguments(set, false, ("x", Input))}, {KernelText.BlockAddress("y", Output.Blocked(set))}, 1f)");
}

/// <summary>
/// <c>(float* a, float* b, float* y, int block)</c>: the sum of each channel's products of two tensors; the gradient by a value
/// that was multiplied with all pixels of a channel.
/// </summary>
internal sealed record ChannelDotKernel(TensorForm A, TensorForm B, TensorForm Output) : KernelSpec
{
    private static readonly ChannelDotBody _body = new();

    public override string Name => $"ChannelDot_{KernelNames.Of(A)}_{KernelNames.Of(B)}_{KernelNames.Of(Output)}";

    public override IEnumerable<KernelSpec> Dependencies => [_body];

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"The sum of each channel's products of {A.Shape} and {B.Shape}; block is one of channels.",
        $"public static void {Name}(float* a, float* b, float* y, int block)",
        $"{_body.Name}({PixelWalk.Arguments(set, false, ("a", A), ("b", B))}, {KernelText.BlockAddress("y", Output.Blocked(set))})");
}

/// <summary>The sum of each channel times a factor, for all shapes.</summary>
internal sealed record ChannelSumBody : KernelSpec
{
    public override string Name => "ChannelSumBody";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var walk = new PixelWalk("x");
        writer.Method("The sum of each channel times a factor.", $"private static void {Name}({walk.Parameters}, float* y, float factor)", () =>
        {
            walk.EmitSums(writer, set, ["sum"], (pixel, sums) => writer.Line($"{sums[0]} += {set.Load(pixel.In("x"))};"));
            writer.Line(set.Store($"sum * {set.Broadcast("factor")}", "y"));
        });
    }
}

/// <summary>The sum of each channel's products, for all shapes.</summary>
internal sealed record ChannelDotBody : KernelSpec
{
    public override string Name => "ChannelDotBody";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var walk = new PixelWalk("a", "b");
        writer.Method("The sum of each channel's products.", $"private static void {Name}({walk.Parameters}, float* y)", () =>
        {
            walk.EmitSums(writer, set, ["sum"], (pixel, sums) =>
                writer.Line($"{sums[0]} = {set.MultiplyAdd(set.Load(pixel.In("a")), set.Load(pixel.In("b")), sums[0])};"));
            writer.Line(set.Store("sum", "y"));
        });
    }
}
