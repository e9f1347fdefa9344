using System;
using System.Collections.Generic;
using NetGen.Generator.Graph;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// <c>(float* x, float* y, int block)</c>: means over bins whose sizes follow from the result's. Bin i of n reaches from ⌊i·H/n⌋ to
/// before ⌈(i + 1)·H/n⌉.
/// </summary>
internal sealed record AdaptiveAvgPoolKernel(TensorForm Input, TensorForm Output) : KernelSpec
{
    public override string Name => $"AdaptiveAvgPool_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    public override IEnumerable<KernelSpec> Dependencies => [Body];

    private AdaptiveAvgPoolBody Body => new(Backward: false, IsLong: LargestBin > LongSum.LongestChain);

    /// <summary>A bin reaches into the pixels that hold its borders.</summary>
    private long LargestBin
    {
        get
        {
            Shape x = Input.Shape, y = Output.Shape;
            long Bin(int pixels, int bins) => pixels % bins == 0 ? pixels / bins : Math.Min(pixels, (pixels / bins) + 2);
            return Bin(x.Depth, y.Depth) * Bin(x.Height, y.Height) * Bin(x.Width, y.Width);
        }
    }

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"Means over bins, {Input.Shape} to {Output.Shape}; block is one of channels.",
        $"public static void {Name}(float* x, float* y, int block)",
        $"{Body.Name}({Resampling.Arguments(set, ("x", Input), ("y", Output))})");
}

/// <summary><c>(float* dy, float* dx, int block)</c>: the gradient by the input of <see cref="AdaptiveAvgPoolKernel"/>.</summary>
internal sealed record AdaptiveAvgPoolBackwardKernel(TensorForm OutputGradient, TensorForm InputGradient) : KernelSpec
{
    private static readonly AdaptiveAvgPoolBody _body = new(Backward: true, IsLong: false);

    public override string Name => $"AdaptiveAvgPoolBackward_{KernelNames.Of(OutputGradient)}_{KernelNames.Of(InputGradient)}";

    public override IEnumerable<KernelSpec> Dependencies => [_body];

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"The gradient of means over bins, {OutputGradient.Shape} to {InputGradient.Shape}; block is one of channels.",
        $"public static void {Name}(float* dy, float* dx, int block)",
        $"{_body.Name}({Resampling.Arguments(set, ("dx", InputGradient), ("dy", OutputGradient))})");
}

/// <summary>Means over bins, for all shapes, or the gradient: the first tensor is the one that bins lie on.</summary>
/// <param name="Backward">Whether it is the gradient.</param>
/// <param name="IsLong">Whether a bin holds more pixels than one accumulator may take.</param>
internal sealed record AdaptiveAvgPoolBody(bool Backward, bool IsLong) : KernelSpec
{
    public override string Name => Backward ? "AdaptiveAvgPoolBackwardBody" : $"AdaptiveAvgPool{(IsLong ? "Long" : "")}Body";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        (string x, string y) = Backward ? ("dx", "dy") : ("x", "y");
        writer.Method($"{(Backward ? "The gradient of means" : "Means")} over bins.", $"private static void {Name}({Resampling.Parameters(x, y)})", () =>
        {
            if (Backward) Resampling.EmitClear(writer, set, x);
            using CodeWriter.Scope planes = writer.Block($"for (int plane = 0; plane < {y}Depth; plane++)");
            EmitBin(writer, "plane", "d", x + "Depth", y + "Depth");
            using CodeWriter.Scope rows = writer.Block($"for (int row = 0; row < {y}Height; row++)");
            EmitBin(writer, "row", "r", x + "Height", y + "Height");
            using CodeWriter.Scope columns = writer.Block($"for (int column = 0; column < {y}Width; column++)");
            EmitBin(writer, "column", "c", x + "Width", y + "Width");
            writer.Line($"{set.Vector} share = {set.Broadcast("1f / ((d1 - d0) * (r1 - r0) * (c1 - c0))")};");
            string pixel = Resampling.At(set, y, "plane", "row", "column"), tap = Resampling.At(set, x, "d", "r", "c");
            if (IsLong) EmitLongBin(writer, set, pixel, tap);
            else EmitShortBin(writer, set, pixel, tap);
        });
    }

    private void EmitShortBin(CodeWriter writer, InstructionSet set, string pixel, string tap)
    {
        writer.Line($"{set.Vector} value = {(Backward ? $"{set.Load(pixel)} * share" : set.Zero)};");
        using (writer.Block("for (int d = d0; d < d1; d++)"))
        using (writer.Block("for (int r = r0; r < r1; r++)"))
        using (writer.Block("for (int c = c0; c < c1; c++)"))
        {
            writer.Line(Backward ? Resampling.Add(set, tap, "value") : $"value += {set.Load(tap)};");
        }

        if (!Backward) writer.Line(set.Store("value * share", pixel));
    }

    private static void EmitLongBin(CodeWriter writer, InstructionSet set, string pixel, string tap)
    {
        LongSum.Declare(writer, set, "value");
        using (writer.Block("for (int d = d0; d < d1; d++)"))
        using (writer.Block("for (int r = r0; r < r1; r++)"))
        {
            LongSum.Runs(
                writer, "c", "c0", "c1", () => writer.Line($"{set.Vector} run = {set.Zero};"),
                () => writer.Line($"run += {set.Load(tap)};"), () => LongSum.Add(writer, set, "value", "run"));
        }

        writer.Line(set.Store($"{LongSum.Value(set, "value")} * share", pixel));
    }

    private static void EmitBin(CodeWriter writer, string bin, string tap, string pixels, string bins) => writer.Line(
        $"int {tap}0 = (int)((long){bin} * {pixels} / {bins}), {tap}1 = (int)((((long){bin} + 1) * {pixels} + {bins} - 1) / {bins});");
}
