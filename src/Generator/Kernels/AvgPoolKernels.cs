using System;
using System.Collections.Generic;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Kernels;

/// <summary>
/// <c>(float* x, float* y, int block)</c>: the mean of each window. Padding counts as zeros or not at all.
/// </summary>
internal sealed record AvgPoolKernel(
    TensorForm Input, TensorForm Output, Size Kernel, Size Stride, Edges Padding, bool CountIncludePad)
    : PoolKernel(Input, Output, Kernel, Stride, Padding)
{
    public override string Name =>
        $"AvgPool{AvgPoolText.Token(CountIncludePad)}_{WindowName}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    protected override string Summary => $"Average pooling, {Input.Shape} to {Output.Shape}, {WindowWords}; block is one of channels.";

    protected override IReadOnlyList<PoolTensor> Tensors => [new("x", Input, true), new("y", Output, false)];

    protected override void EmitWindowBegin(CodeWriter writer, InstructionSet set, Func<string, string> pixel, string count) =>
        writer.Line($"{set.Vector} sum = {set.Zero};");

    protected override void EmitTap(CodeWriter writer, InstructionSet set, Func<string, string> tap) =>
        writer.Line($"sum += {set.Load(tap("x"))};");

    protected override void EmitWindowEnd(CodeWriter writer, InstructionSet set, Func<string, string> pixel, string count) =>
        writer.Line(set.Store($"sum * {AvgPoolText.Share(set, this, CountIncludePad, count)}", pixel("y")));
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

    protected override IReadOnlyList<PoolTensor> Tensors => [new("dy", OutputGradient, false), new("dx", InputGradient, true)];

    protected override void EmitStart(CodeWriter writer, InstructionSet set) =>
        PoolGradient.EmitClear(writer, set, InputGradient, needed: !Tiles);

    protected override void EmitWindowBegin(CodeWriter writer, InstructionSet set, Func<string, string> pixel, string count) =>
        writer.Line($"{set.Vector} share = {set.Load(pixel("dy"))} * {AvgPoolText.Share(set, this, CountIncludePad, count)};");

    protected override void EmitTap(CodeWriter writer, InstructionSet set, Func<string, string> tap) =>
        PoolGradient.EmitFlow(writer, set, "share", tap("dx"), Overlaps);
}

/// <summary>What both directions of average pooling write alike.</summary>
internal static class AvgPoolText
{
    public static string Token(bool countIncludePad) => countIncludePad ? "" : "ExcludePad";

    /// <summary>One divided by the number of pixels that count.</summary>
    public static string Share(InstructionSet set, PoolKernel pool, bool countIncludePad, string count) =>
        set.Broadcast(countIncludePad ? $"1f / {pool.Kernel.Height * pool.Kernel.Width}" : $"1f / ({count})");
}
