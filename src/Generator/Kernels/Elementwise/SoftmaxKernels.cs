using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// <c>(float* x, float* y)</c>: exp(x) / Σ exp(x) over the channels of each pixel of one image, or its logarithm. The largest value is
/// subtracted first, so that nothing overflows. Lanes without a channel become zero.
/// </summary>
internal sealed record SoftmaxKernel(TensorForm Input, TensorForm Output) : KernelSpec
{
    /// <summary>Whether the result is the logarithm.</summary>
    public bool Log { get; init; }

    public override string Name => $"{(Log ? "Log" : "")}Softmax_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    public override IEnumerable<KernelSpec> Dependencies => [new SoftmaxBody(Log)];

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"{(Log ? "The logarithm of softmax" : "Softmax")} over the channels of each pixel of {Input.Shape}.",
        $"public static void {Name}(float* x, float* y)",
        $"{new SoftmaxBody(Log).Name}({ChannelWalk.Arguments(set, ("x", Input), ("y", Output))})");
}

/// <summary>
/// <c>(float* y, float* dy, float* dx)</c>: the gradient by the input of <see cref="SoftmaxKernel"/>, y·(dy − Σ y·dy), or
/// dy − exp(y)·Σ dy of the logarithm. dx may be dy where the forms are equal.
/// </summary>
internal sealed record SoftmaxBackwardKernel(TensorForm Output, TensorForm OutputGradient, TensorForm InputGradient) : KernelSpec
{
    /// <summary>Whether the result is the logarithm.</summary>
    public bool Log { get; init; }

    public override string Name =>
        $"{(Log ? "Log" : "")}SoftmaxBackward_{KernelNames.Of(Output)}_{KernelNames.Of(OutputGradient)}_{KernelNames.Of(InputGradient)}";

    public override IEnumerable<KernelSpec> Dependencies => [new SoftmaxBackwardBody(Log)];

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"The gradient of {(Log ? "the logarithm of " : "")}softmax over the channels of each pixel of {Output.Shape}.",
        $"public static void {Name}(float* y, float* dy, float* dx)",
        $"{new SoftmaxBackwardBody(Log).Name}({ChannelWalk.Arguments(set, ("y", Output), ("dy", OutputGradient), ("dx", InputGradient))})");
}

/// <summary>Softmax, for all shapes.</summary>
internal sealed record SoftmaxBody(bool Log) : KernelSpec
{
    private static readonly VectorMathKernel _math = new();
    private static readonly HorizontalKernel _horizontal = new();

    public override string Name => Log ? "LogSoftmaxBody" : "SoftmaxBody";

    public override IEnumerable<KernelSpec> Dependencies => [_math, _horizontal];

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var pixels = new ChannelWalk(set, "x", "y");
        writer.Method("Softmax over the channels of each pixel.", $"private static void {Name}({pixels.Parameters})", () => pixels.Emit(writer, () =>
        {
            string lowest = set.Broadcast("float.NegativeInfinity");
            writer.Line($"{set.Vector} max = {lowest};");
            ChannelWalk.EmitBlocks(writer, (at, valid) =>
            {
                string value = set.Load(at("x"));
                writer.Line($"max = {set.Max("max", valid is null ? value : set.Select(valid, value, lowest))};");
            });
            writer.Line($"max = {set.Broadcast(_horizontal.Max("max"))};");
            writer.Line($"{set.Vector} e;");
            LongSum.Declare(writer, set, "sum");
            ChannelWalk.EmitBlocks(writer, (at, valid) =>
            {
                string exp = _math.Exp($"{set.Load(at("x"))} - max");
                writer.Line($"e = {(valid is null ? exp : $"{exp} & {valid}")};");
                if (!Log) writer.Line(set.Store("e", at("y")));
                LongSum.Add(writer, set, "sum", "e");
            });
            EmitResult(writer, set);
        }));
    }

    private void EmitResult(CodeWriter writer, InstructionSet set)
    {
        string total = _horizontal.Sum(LongSum.Value(set, "sum"));
        writer.Line($"{set.Vector} sum = {set.Broadcast(Log ? $"MathF.Log({total})" : total)};");
        ChannelWalk.EmitBlocks(writer, (at, valid) =>
        {
            string log = $"({set.Load(at("x"))} - max) - sum";
            string value = !Log ? $"{set.Load(at("y"))} / sum" : valid is null ? log : $"({log}) & {valid}";
            writer.Line(set.Store(value, at("y")));
        });
    }
}

/// <summary>The gradient of softmax, for all shapes.</summary>
internal sealed record SoftmaxBackwardBody(bool Log) : KernelSpec
{
    private static readonly VectorMathKernel _math = new();
    private static readonly HorizontalKernel _horizontal = new();

    public override string Name => Log ? "LogSoftmaxBackwardBody" : "SoftmaxBackwardBody";

    public override IEnumerable<KernelSpec> Dependencies => Log ? [_math, _horizontal] : [_horizontal];

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var pixels = new ChannelWalk(set, "y", "dy", "dx");
        writer.Method("The gradient of softmax over the channels of each pixel.", $"private static void {Name}({pixels.Parameters})", () => pixels.Emit(writer, () =>
        {
            writer.Line($"{set.Vector} term;");
            LongSum.Declare(writer, set, "sum");
            ChannelWalk.EmitBlocks(writer, (at, valid) =>
            {
                string term = Log ? set.Load(at("dy")) : $"{set.Load(at("y"))} * {set.Load(at("dy"))}";
                writer.Line($"term = {(valid is null ? term : $"({term}) & {valid}")};");
                LongSum.Add(writer, set, "sum", "term");
            });
            writer.Line($"{set.Vector} sum = {set.Broadcast(_horizontal.Sum(LongSum.Value(set, "sum")))};");
            ChannelWalk.EmitBlocks(writer, (at, valid) =>
            {
                // The exponential of what lies in lanes without a channel need not be finite.
                string exp = valid is null ? _math.Exp(set.Load(at("y"))) : $"({_math.Exp(set.Load(at("y")))} & {valid})";
                string value = Log ? $"{set.Load(at("dy"))} - ({exp} * sum)" : $"{set.Load(at("y"))} * ({set.Load(at("dy"))} - sum)";
                writer.Line(set.Store(value, at("dx")));
            });
        }));
    }
}
