using NetGen.Generator.Emission;

namespace NetGen.Generator.Kernels;

/// <summary>
/// <c>(float* x, float* y, int block)</c>: the sum of each channel's pixels; the gradient by a value that was added to all of
/// them.
/// </summary>
internal sealed record ChannelSumKernel(TensorForm Input, TensorForm Output) : KernelSpec
{
    public override string Name => $"ChannelSum_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string summary = $"The sum of each channel of {Input.Shape}; block is one of channels.";
        writer.Method(summary, $"public static void {Name}(float* x, float* y, int block)", () =>
        {
            writer.Line($"{set.Vector} sum = {set.Zero};");
            PixelSums.Emit(writer, set, [new("x", Input.Blocked(set))], ["sum"], (pixel, sums) => writer.Line($"{sums[0]} += {set.Load(pixel.In("x"))};"));
            writer.Line(set.Store("sum", KernelText.BlockAddress("y", Output.Blocked(set))));
        });
    }
}

/// <summary>
/// <c>(float* a, float* b, float* y, int block)</c>: the sum of each channel's products of two tensors; the gradient by a value
/// that was multiplied with all pixels of a channel.
/// </summary>
internal sealed record ChannelDotKernel(TensorForm A, TensorForm B, TensorForm Output) : KernelSpec
{
    public override string Name => $"ChannelDot_{KernelNames.Of(A)}_{KernelNames.Of(B)}_{KernelNames.Of(Output)}";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string summary = $"The sum of each channel's products of {A.Shape} and {B.Shape}; block is one of channels.";
        writer.Method(summary, $"public static void {Name}(float* a, float* b, float* y, int block)", () =>
        {
            writer.Line($"{set.Vector} sum = {set.Zero};");
            PixelSums.Emit(writer, set, [new("a", A.Blocked(set)), new("b", B.Blocked(set))], ["sum"], (pixel, sums) =>
                writer.Line($"{sums[0]} = {set.MultiplyAdd(set.Load(pixel.In("a")), set.Load(pixel.In("b")), sums[0])};"));
            writer.Line(set.Store("sum", KernelText.BlockAddress("y", Output.Blocked(set))));
        });
    }
}
