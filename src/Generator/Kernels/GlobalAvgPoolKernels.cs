using NetGen.Generator.Emission;

namespace NetGen.Generator.Kernels;

/// <summary><c>(float* x, float* y, int block)</c>: the mean of each channel.</summary>
internal sealed record GlobalAvgPoolKernel(TensorForm Input, TensorForm Output) : KernelSpec
{
    public override string Name => $"GlobalAvgPool_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        Layout input = Input.Blocked(set);
        string summary = $"The mean of each channel, {Input.Shape} to {Output.Shape}; block is one of channels.";
        writer.Method(summary, $"public static void {Name}(float* x, float* y, int block)", () =>
        {
            writer.Line($"{set.Vector} sum = {set.Zero};");
            PixelSums.Emit(writer, set, [new("x", input)], ["sum"], (pixel, sums) =>
                writer.Line($"{sums[0]} += {set.Load(pixel.In("x"))};"));
            string share = set.Broadcast($"1f / {(long)input.Height * input.Width}");
            writer.Line(set.Store($"sum * {share}", KernelText.BlockAddress("y", Output.Blocked(set))));
        });
    }
}

/// <summary><c>(float* dy, float* dx, int block)</c>: the gradient by the input of <see cref="GlobalAvgPoolKernel"/>.</summary>
internal sealed record GlobalAvgPoolBackwardKernel(TensorForm OutputGradient, TensorForm InputGradient) : KernelSpec
{
    public override string Name => $"GlobalAvgPoolBackward_{KernelNames.Of(OutputGradient)}_{KernelNames.Of(InputGradient)}";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        Layout input = InputGradient.Blocked(set);
        string summary = $"The gradient of each channel's mean, {OutputGradient.Shape} to {InputGradient.Shape}; block is one of channels.";
        writer.Method(summary, $"public static void {Name}(float* dy, float* dx, int block)", () =>
        {
            string share = set.Broadcast($"1f / {(long)input.Height * input.Width}");
            writer.Line($"{set.Vector} share = {set.Load(KernelText.BlockAddress("dy", OutputGradient.Blocked(set)))} * {share};");
            new PixelLoop(new WalkedTensor("dx", input)).Emit(writer, pixel => writer.Line(set.Store("share", pixel.In("dx"))));
        });
    }
}
