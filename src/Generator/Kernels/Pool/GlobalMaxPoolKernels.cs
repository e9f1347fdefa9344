using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary><c>(float* x, float* y, int block)</c>: the largest value of each channel, or NaN if there is one.</summary>
internal sealed record GlobalMaxPoolKernel(TensorForm Input, TensorForm Output) : KernelSpec
{
    private static readonly GlobalMaxPoolBody _body = new();

    public override string Name => $"GlobalMaxPool_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    public override IEnumerable<KernelSpec> Dependencies => [_body];

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"The largest value of each channel, {Input.Shape} to {Output.Shape}; block is one of channels.",
        $"public static void {Name}(float* x, float* y, int block)",
        $"{_body.Name}({PixelWalk.Arguments(set, false, ("x", Input))}, {KernelText.BlockAddress("y", Output.Blocked(set))})");
}

/// <summary>
/// <c>(float* x, float* y, float* dy, float* dx, int block)</c>: the gradient by the input of <see cref="GlobalMaxPoolKernel"/>, which
/// flows to the first of the largest values.
/// </summary>
internal sealed record GlobalMaxPoolBackwardKernel(
    TensorForm Input, TensorForm Output, TensorForm OutputGradient, TensorForm InputGradient) : KernelSpec
{
    private static readonly GlobalMaxPoolBackwardBody _body = new();

    public override string Name =>
        $"GlobalMaxPoolBackward_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}_{KernelNames.Of(OutputGradient)}_{KernelNames.Of(InputGradient)}";

    public override IEnumerable<KernelSpec> Dependencies => [_body];

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"The gradient of each channel's largest value, {OutputGradient.Shape} to {InputGradient.Shape}; block is one of channels.",
        $"public static void {Name}(float* x, float* y, float* dy, float* dx, int block)",
        $"{_body.Name}({PixelWalk.Arguments(set, false, ("x", Input), ("dx", InputGradient))}, "
            + $"{KernelText.BlockAddress("y", Output.Blocked(set))}, {KernelText.BlockAddress("dy", OutputGradient.Blocked(set))})");
}

/// <summary>The largest value of each channel, for all shapes.</summary>
internal sealed record GlobalMaxPoolBody : KernelSpec
{
    public override string Name => "GlobalMaxPoolBody";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var walk = new PixelWalk("x");
        writer.Method("The largest value of each channel.", $"private static void {Name}({walk.Parameters}, float* y)", () =>
        {
            writer.Line($"{set.Vector} max = {set.Broadcast("float.NegativeInfinity")}, nan = {set.Zero};");
            walk.Emit(writer, set, pixel =>
            {
                string v = "v" + pixel.Suffix;
                writer.Line($"{set.Vector} {v} = {set.Load(pixel.In("x"))};");
                writer.Line($"max = {set.Max("max", v)};");
                writer.Line($"nan |= {set.Unordered(v, v)};");
            });
            writer.Line(set.Store("max | nan", "y"));
        });
    }
}

/// <summary>The gradient of each channel's largest value, for all shapes.</summary>
internal sealed record GlobalMaxPoolBackwardBody : KernelSpec
{
    public override string Name => "GlobalMaxPoolBackwardBody";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var walk = new PixelWalk("x", "dx");
        writer.Method("The gradient of each channel's largest value.", $"private static void {Name}({walk.Parameters}, float* y, float* dy)", () =>
        {
            writer.Line("// What has not flowed yet flows where x is not less than the maximum, and is then spent.");
            writer.Line($"{set.Vector} max = {set.Load("y")}, rest = {set.Load("dy")};");
            walk.Emit(writer, set, pixel =>
            {
                string less = "less" + pixel.Suffix;
                writer.Line($"{set.Vector} {less} = {set.LessThan(set.Load(pixel.In("x")), "max")};");
                writer.Line(set.Store(set.Without("rest", less), pixel.In("dx")));
                writer.Line($"rest &= {less};");
            });
        });
    }
}
