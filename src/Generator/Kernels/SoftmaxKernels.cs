using System;
using System.Collections.Generic;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Kernels;

/// <summary>
/// <c>(float* x, float* y)</c>: exp(x) / Σ exp(x) over the channels of each pixel of one image. The largest value is
/// subtracted first, so that nothing overflows. Lanes without a channel become zero.
/// </summary>
internal sealed record SoftmaxKernel(TensorForm Input, TensorForm Output) : KernelSpec
{
    private static readonly VectorMathKernel _math = new();
    private static readonly HorizontalKernel _horizontal = new();

    public override string Name => $"Softmax_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    public override IEnumerable<KernelSpec> Dependencies => [_math, _horizontal];

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var pixels = new ChannelWalk(set, new("x", Input.Blocked(set)), new("y", Output.Blocked(set)));
        string summary = $"Softmax over the channels of each pixel of {Input.Shape}.";
        writer.Method(summary, $"public static void {Name}(float* x, float* y)", () => pixels.Emit(writer, () =>
        {
            string lowest = set.Broadcast("float.NegativeInfinity");
            writer.Line($"{set.Vector} max = {lowest};");
            pixels.EmitBlocks(writer, (at, valid) =>
            {
                string value = set.Load(at("x"));
                writer.Line($"max = {set.Max("max", valid is null ? value : set.Select(valid, value, lowest))};");
            });
            writer.Line($"max = {set.Broadcast(_horizontal.Max("max"))};");
            writer.Line($"{set.Vector} sum = {set.Zero}, e;");
            pixels.EmitBlocks(writer, (at, valid) =>
            {
                string exp = _math.Exp($"{set.Load(at("x"))} - max");
                writer.Line($"e = {(valid is null ? exp : $"{exp} & {valid}")};");
                writer.Line(set.Store("e", at("y")));
                writer.Line("sum += e;");
            });
            writer.Line($"sum = {set.Broadcast(_horizontal.Sum("sum"))};");
            pixels.EmitBlocks(writer, (at, _) => writer.Line(set.Store($"{set.Load(at("y"))} / sum", at("y"))));
        }));
    }
}

/// <summary>
/// <c>(float* y, float* dy, float* dx)</c>: the gradient by the input of <see cref="SoftmaxKernel"/>, y·(dy − Σ y·dy).
/// dx may be dy where the forms are equal.
/// </summary>
internal sealed record SoftmaxBackwardKernel(TensorForm Output, TensorForm OutputGradient, TensorForm InputGradient) : KernelSpec
{
    private static readonly HorizontalKernel _horizontal = new();

    public override string Name =>
        $"SoftmaxBackward_{KernelNames.Of(Output)}_{KernelNames.Of(OutputGradient)}_{KernelNames.Of(InputGradient)}";

    public override IEnumerable<KernelSpec> Dependencies => [_horizontal];

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var pixels = new ChannelWalk(
            set, new("y", Output.Blocked(set)), new("dy", OutputGradient.Blocked(set)), new("dx", InputGradient.Blocked(set)));
        string summary = $"The gradient of softmax over the channels of each pixel of {Output.Shape}.";
        writer.Method(summary, $"public static void {Name}(float* y, float* dy, float* dx)", () => pixels.Emit(writer, () =>
        {
            writer.Line($"{set.Vector} sum = {set.Zero};");
            pixels.EmitBlocks(writer, (at, valid) =>
            {
                string product = set.MultiplyAdd(set.Load(at("y")), set.Load(at("dy")), "sum");
                writer.Line($"sum = {(valid is null ? product : set.Select(valid, product, "sum"))};");
            });
            writer.Line($"sum = {set.Broadcast(_horizontal.Sum("sum"))};");
            pixels.EmitBlocks(writer, (at, _) =>
                writer.Line(set.Store($"{set.Load(at("y"))} * ({set.Load(at("dy"))} - sum)", at("dx"))));
        }));
    }
}

/// <summary>Emits a walk over the pixels of an image, and at each of them walks over the blocks of channels.</summary>
internal sealed class ChannelWalk(InstructionSet set, params WalkedTensor[] tensors)
{
    private Layout Layout => tensors[0].Layout;

    private int WholeBlocks => Layout.Channels / set.Lanes;

    /// <summary>Writes the loops over the pixels.</summary>
    public void Emit(CodeWriter writer, Action body)
    {
        int rest = Layout.Channels % set.Lanes;
        if (rest > 0) writer.Line($"{set.Vector} valid = {PartialVectorKernel.Mask(set, KernelText.Integer(rest))};");
        writer.Loops([("row", Layout.Height), ("column", Layout.Width)], () =>
        {
            foreach ((string pointer, Layout layout) in tensors)
            {
                writer.Line($"float* {pointer}At = {pointer}{MethodText.Plus(layout.Origin)}"
                    + (layout.Height > 1 ? MethodText.Term("row", layout.RowStride) : "")
                    + (layout.Width > 1 ? MethodText.Term("column", layout.PixelStride) : "") + ";");
            }

            body();
        });
    }

    /// <summary>
    /// Writes a loop over the blocks, and the last one apart if it is partial: the body gets the address in a tensor and, for
    /// a partial block, the mask of its channels.
    /// </summary>
    public void EmitBlocks(CodeWriter writer, Action<Func<string, string>, string?> body)
    {
        if (WholeBlocks > 0)
        {
            writer.Loops([("block", WholeBlocks)], () => body(
                pointer => $"{pointer}At" + (WholeBlocks > 1 ? $" + ((nint)block * {Stride(pointer)})" : ""), null));
        }

        if (WholeBlocks < Layout.Blocks) body(pointer => $"{pointer}At{MethodText.Plus((long)WholeBlocks * Stride(pointer))}", "valid");
    }

    private int Stride(string pointer) => Array.Find(tensors, tensor => tensor.Pointer == pointer).Layout.BlockStride;
}
