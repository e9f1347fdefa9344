using System;
using System.Collections.Generic;
using NetGen.Generator.Graph;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// <c>(float* x, float* y, int block)</c>: the mean of each window. Padding counts as zeros or not at all; what reaches beyond the
/// padding never counts, as in PyTorch.
/// </summary>
internal sealed record AvgPoolKernel(
    TensorForm Input, TensorForm Output, Size Kernel, Size Stride, Edges Padding, bool CountIncludePad)
    : PoolKernel(Input, Output, Kernel, Stride, Padding)
{
    public override string Name =>
        $"AvgPool{AvgPoolText.Token(CountIncludePad)}_{WindowName}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    protected override string Summary => $"Average pooling, {Input.Shape} to {Output.Shape}, {WindowWords}; block is one of channels.";

    protected override PoolFunction Function => new AvgPoolFunction(CountIncludePad, Taps > LongSum.LongestChain);

    protected override IReadOnlyList<TensorForm> Forms => [Input, Output];

    private long Taps => (long)Kernel.Depth * Kernel.Height * Kernel.Width;
}

/// <summary>
/// <c>(float* dy, float* dx, int block)</c>: the gradient by the input of <see cref="AvgPoolKernel"/>. Overwrites dx but
/// for its halo.
/// </summary>
internal sealed record AvgPoolBackwardKernel(
    TensorForm OutputGradient, TensorForm InputGradient, Size Kernel, Size Stride, Edges Padding, bool CountIncludePad)
    : PoolKernel(InputGradient, OutputGradient, Kernel, Stride, Padding)
{
    public override string Name =>
        $"AvgPoolBackward{AvgPoolText.Token(CountIncludePad)}_{WindowName}_{KernelNames.Of(OutputGradient)}_{KernelNames.Of(InputGradient)}";

    protected override string Summary =>
        $"The gradient of average pooling, {OutputGradient.Shape} to {InputGradient.Shape}, {WindowWords}; block is one of channels.";

    protected override PoolFunction Function => new AvgPoolGradient(CountIncludePad, Overlaps);

    protected override IReadOnlyList<TensorForm> Forms => [OutputGradient, InputGradient];
}

/// <summary>The mean of each window.</summary>
/// <param name="CountIncludePad">Whether padding counts.</param>
/// <param name="IsLong">Whether windows hold more pixels than one accumulator may take.</param>
internal sealed record AvgPoolFunction(bool CountIncludePad, bool IsLong) : PoolFunction
{
    public override string Name => "AvgPool" + AvgPoolText.Token(CountIncludePad) + (IsLong ? "Long" : "");

    public override PoolCount Count => CountIncludePad ? PoolCount.Padded : PoolCount.Inside;

    public override bool InRuns => IsLong;

    public override IReadOnlyList<PoolTensor> Tensors => [new("x", true), new("y", false)];

    public override void EmitWindowBegin(CodeWriter writer, InstructionSet set, Func<string, string> pixel)
    {
        if (IsLong) LongSum.Declare(writer, set, "total");
        else writer.Line($"{set.Vector} sum = {set.Zero};");
    }

    public override void EmitRunBegin(CodeWriter writer, InstructionSet set) => writer.Line($"{set.Vector} sum = {set.Zero};");

    public override void EmitTap(CodeWriter writer, InstructionSet set, Func<string, string> tap) =>
        writer.Line($"sum += {set.Load(tap("x"))};");

    public override void EmitRunEnd(CodeWriter writer, InstructionSet set) => LongSum.Add(writer, set, "total", "sum");

    public override void EmitWindowEnd(CodeWriter writer, InstructionSet set, Func<string, string> pixel) =>
        writer.Line(set.Store($"{(IsLong ? LongSum.Value(set, "total") : "sum")} * share", pixel("y")));
}

/// <summary>The gradient of the mean of each window.</summary>
internal sealed record AvgPoolGradient(bool CountIncludePad, bool Overlaps) : PoolFunction
{
    public override string Name => "AvgPoolBackward" + AvgPoolText.Token(CountIncludePad) + (Overlaps ? "" : "Apart");

    public override string Cleared => "dx";

    public override PoolCount Count => CountIncludePad ? PoolCount.Padded : PoolCount.Inside;

    public override IReadOnlyList<PoolTensor> Tensors => [new("dy", false), new("dx", true)];

    public override void EmitWindowBegin(CodeWriter writer, InstructionSet set, Func<string, string> pixel) =>
        writer.Line($"{set.Vector} flow = {set.Load(pixel("dy"))} * share;");

    public override void EmitTap(CodeWriter writer, InstructionSet set, Func<string, string> tap) =>
        PoolGradient.EmitFlow(writer, set, "flow", tap("dx"), Overlaps);
}

/// <summary>What both directions of average pooling write alike.</summary>
internal static class AvgPoolText
{
    public static string Token(bool countIncludePad) => countIncludePad ? "" : "ExcludePad";
}
