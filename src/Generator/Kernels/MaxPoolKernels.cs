using System;
using System.Collections.Generic;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Kernels;

/// <summary>
/// <c>(float* x, float* y, int block)</c>: the largest value of each window. Padding never wins: the shape rule
/// lets no window lie beside the image. A NaN in a window is the result, as in PyTorch.
/// </summary>
internal sealed record MaxPoolKernel(TensorForm Input, TensorForm Output, Size Kernel, Size Stride, Edges Padding)
    : PoolKernel(Input, Output, Kernel, Stride, Padding)
{
    public override string Name => $"MaxPool_{WindowName}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    protected override string Summary => $"Max pooling, {Input.Shape} to {Output.Shape}, {WindowWords}; block is one of channels.";

    protected override IReadOnlyList<PoolTensor> Tensors => [new("x", Input, true), new("y", Output, false)];

    protected override void EmitWindowBegin(CodeWriter writer, InstructionSet set, Func<string, string> pixel, string count)
    {
        writer.Line($"{set.Vector} max = {set.Broadcast("float.NegativeInfinity")}, nan = {set.Zero}, value;");
    }

    protected override void EmitTap(CodeWriter writer, InstructionSet set, Func<string, string> tap)
    {
        writer.Line($"value = {set.Load(tap("x"))};");
        writer.Line($"max = {set.Max("max", "value")};");
        writer.Line($"nan |= {set.Unordered("value", "value")};");
    }

    /// <summary>The mask of NaNs has all bits set, and such a float is a NaN.</summary>
    protected override void EmitWindowEnd(CodeWriter writer, InstructionSet set, Func<string, string> pixel, string count) =>
        writer.Line(set.Store("max | nan", pixel("y")));
}

/// <summary>
/// <c>(float* x, float* y, float* dy, float* dx, int block)</c>: the gradient by the input of <see cref="MaxPoolKernel"/>.
/// It flows to the first value in scan order that is the window's largest; no index is stored, since comparing again costs
/// less than the memory. Overwrites dx but for its halo.
/// </summary>
internal sealed record MaxPoolBackwardKernel(
    TensorForm Input, TensorForm Output, TensorForm InputGradient, TensorForm OutputGradient,
    Size Kernel, Size Stride, Edges Padding)
    : PoolKernel(Input, Output, Kernel, Stride, Padding)
{
    public override string Name =>
        $"MaxPoolBackward_{WindowName}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}"
        + $"_{KernelNames.Of(InputGradient)}_{KernelNames.Of(OutputGradient)}";

    protected override string Summary => $"The gradient of max pooling, {Output.Shape} to {Input.Shape}, {WindowWords}; block is one of channels.";

    protected override IReadOnlyList<PoolTensor> Tensors =>
        [new("x", Input, true), new("y", Output, false), new("dy", OutputGradient, false), new("dx", InputGradient, true)];

    protected override void EmitStart(CodeWriter writer, InstructionSet set) =>
        PoolGradient.EmitClear(writer, set, InputGradient, needed: !Tiles);

    protected override void EmitWindowBegin(CodeWriter writer, InstructionSet set, Func<string, string> pixel, string count)
    {
        writer.Line($"{set.Vector} max = {set.Load(pixel("y"))}, rest = {set.Load(pixel("dy"))}, less;");
    }

    /// <summary>What has not flowed yet flows where x is not less than the maximum, and is then spent.</summary>
    protected override void EmitTap(CodeWriter writer, InstructionSet set, Func<string, string> tap)
    {
        writer.Line($"less = {set.LessThan(set.Load(tap("x")), "max")};");
        PoolGradient.EmitFlow(writer, set, set.Without("rest", "less"), tap("dx"), Overlaps);
        writer.Line("rest &= less;");
    }
}

/// <summary>What backward pooling kernels write alike.</summary>
internal static class PoolGradient
{
    /// <summary>Writes zeros to dx, unless windows will write every pixel.</summary>
    public static void EmitClear(CodeWriter writer, InstructionSet set, TensorForm gradient, bool needed)
    {
        if (!needed) return;

        // The pointer stands on the block already.
        Layout layout = gradient.Blocked(set);
        writer.Line("float* zero = dx;");
        using CodeWriter.Scope rows = writer.Block($"for (int row = 0; row < {layout.Height}; row++, zero += {layout.RowStride})");
        writer.Line($"for (int i = 0; i < {layout.Width * layout.Lanes}; i += {layout.Lanes}) {set.Store(set.Zero, "zero + i")}");
    }

    /// <summary>Adds to a pixel of dx; where no windows overlap, it is the pixel's only summand.</summary>
    public static void EmitFlow(CodeWriter writer, InstructionSet set, string flow, string address, bool overlaps) =>
        writer.Line(set.Store(overlaps ? $"{set.Load(address)} + {flow}" : flow, address));
}
