using System;
using System.Collections.Generic;
using NetGen.Generator.Graph;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// <c>(float* x, float* y, int block)</c>: the largest value of each window. Padding never wins. A NaN in a window is the
/// result, as in PyTorch.
/// </summary>
internal sealed record MaxPoolKernel(TensorForm Input, TensorForm Output, Size Kernel, Size Stride, Edges Padding)
    : PoolKernel(Input, Output, Kernel, Stride, Padding)
{
    public override string Name => $"MaxPool_{WindowName}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    protected override string Summary => $"Max pooling, {Input.Shape} to {Output.Shape}, {WindowWords}; block is one of channels.";

    protected override PoolFunction Function => new MaxPoolFunction();

    protected override KernelSpec Body => (KernelSpec?)MaxPoolWindowBody.For(Kernel, Stride, Padding, Dilation, Input.Shape, Output.Shape) ?? base.Body;

    protected override IReadOnlyList<TensorForm> Forms => [Input, Output];
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

    protected override PoolFunction Function => new MaxPoolGradient(Overlaps);

    protected override IReadOnlyList<TensorForm> Forms => [Input, Output, OutputGradient, InputGradient];
}

/// <summary>The largest value of each window.</summary>
internal sealed record MaxPoolFunction : PoolFunction
{
    public override string Name => "MaxPool";

    public override IReadOnlyList<PoolTensor> Tensors => [new("x", true), new("y", false)];

    public override void EmitWindowBegin(CodeWriter writer, InstructionSet set, Func<string, string> pixel) =>
        writer.Line($"{set.Vector} max = {set.Broadcast("float.NegativeInfinity")}, nan = {set.Zero}, value;");

    public override void EmitTap(CodeWriter writer, InstructionSet set, Func<string, string> tap)
    {
        writer.Line($"value = {set.Load(tap("x"))};");
        writer.Line($"max = {set.Max("max", "value")};");
        writer.Line($"nan |= {set.Unordered("value", "value")};");
    }

    /// <summary>The mask of NaNs has all bits set, and such a float is a NaN.</summary>
    public override void EmitWindowEnd(CodeWriter writer, InstructionSet set, Func<string, string> pixel) =>
        writer.Line(set.Store("max | nan", pixel("y")));
}

/// <summary>The gradient of the largest value of each window.</summary>
internal sealed record MaxPoolGradient(bool Overlaps) : PoolFunction
{
    public override string Name => Overlaps ? "MaxPoolBackward" : "MaxPoolBackwardApart";

    public override string Cleared => "dx";

    public override IReadOnlyList<PoolTensor> Tensors => [new("x", true), new("y", false), new("dy", false), new("dx", true)];

    public override void EmitWindowBegin(CodeWriter writer, InstructionSet set, Func<string, string> pixel) =>
        writer.Line($"{set.Vector} max = {set.Load(pixel("y"))}, rest = {set.Load(pixel("dy"))}, less;");

    /// <summary>What has not flowed yet flows where x is not less than the maximum, and is then spent.</summary>
    public override void EmitTap(CodeWriter writer, InstructionSet set, Func<string, string> tap)
    {
        writer.Line($"less = {set.LessThan(set.Load(tap("x")), "max")};");
        PoolGradient.EmitFlow(writer, set, set.Without("rest", "less"), tap("dx"), Overlaps);
        writer.Line("rest &= less;");
    }
}

/// <summary>What backward pooling kernels write alike.</summary>
internal static class PoolGradient
{
    /// <summary>Adds to a pixel of dx; where no windows overlap, it is the pixel's only summand.</summary>
    public static void EmitFlow(CodeWriter writer, InstructionSet set, string flow, string address, bool overlaps) =>
        writer.Line(set.Store(overlaps ? $"{set.Load(address)} + {flow}" : flow, address));
}
