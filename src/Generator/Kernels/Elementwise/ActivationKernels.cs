using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// <c>(float* x, float* y, int block)</c>: a function of each element of a block of channels. x may be y where the forms
/// are equal.
/// </summary>
internal sealed record ActivationKernel(ActivationFunction Function, float Slope, TensorForm Input, TensorForm Output) : KernelSpec
{
    public float Slope { get; init; } = ActivationText.Significant(Function, Slope);

    public override string Name =>
        $"Activation{KernelNames.Epilogue(Function, Slope)}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    public override IEnumerable<KernelSpec> Dependencies => [new ActivationBody(Function, Slope)];

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"{Function} of one block of channels of {Input.Shape}.",
        $"public static void {Name}(float* x, float* y, int block)",
        $"{new ActivationBody(Function, Slope).Name}({PixelWalk.Arguments(set, false, ("x", Input), ("y", Output))})");
}

/// <summary>
/// <c>(float* x, float* y, float* dy, float* dx, int block)</c>: the gradient by the input of
/// <see cref="ActivationKernel"/>. Only the one of x and y is read that <see cref="ActivationText.Reads"/> names. dx may be
/// dy where the forms are equal.
/// </summary>
internal sealed record ActivationBackwardKernel(
    ActivationFunction Function, float Slope,
    TensorForm Input, TensorForm Output, TensorForm OutputGradient, TensorForm InputGradient) : KernelSpec
{
    public float Slope { get; init; } = ActivationText.Significant(Function, Slope);

    public override string Name =>
        $"ActivationBackward{KernelNames.Epilogue(Function, Slope)}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}"
        + $"_{KernelNames.Of(OutputGradient)}_{KernelNames.Of(InputGradient)}";

    public override IEnumerable<KernelSpec> Dependencies => [new ActivationBackwardBody(Function, Slope)];

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string reads = ActivationText.Reads(Function);
        (string Pointer, TensorForm Form)[] tensors = [("dy", OutputGradient), ("dx", InputGradient), (reads, reads == "x" ? Input : Output)];
        writer.Calls(
            $"The gradient of {Function} on one block of channels of {Input.Shape}.",
            $"public static void {Name}(float* x, float* y, float* dy, float* dx, int block)",
            $"{new ActivationBackwardBody(Function, Slope).Name}({PixelWalk.Arguments(set, false, [.. tensors.Where(tensor => tensor.Pointer != "")])})");
    }
}

/// <summary>The forward pass of an activation, for all shapes.</summary>
internal sealed record ActivationBody(ActivationFunction Function, float Slope) : KernelSpec
{
    public override string Name => "ActivationBody" + KernelNames.Epilogue(Function, Slope);

    public override IEnumerable<KernelSpec> Dependencies => ActivationText.Dependencies(Function);

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var walk = new PixelWalk("x", "y") { Unroll = ActivationText.IsLong(Function) ? 1 : 4 };
        writer.Method($"{Function} of each element.", $"private static void {Name}({walk.Parameters})", () => walk.Emit(writer, set, pixel =>
        {
            string v = "v" + pixel.Suffix;
            writer.Line($"{set.Vector} {v} = {set.Load(pixel.In("x"))};");
            writer.Line(set.Store(ActivationText.Apply(Function, Slope, v, set), pixel.In("y")));
        }));
    }
}

/// <summary>The backward pass of an activation, for all shapes.</summary>
internal sealed record ActivationBackwardBody(ActivationFunction Function, float Slope) : KernelSpec
{
    public override string Name => "ActivationBackwardBody" + KernelNames.Epilogue(Function, Slope);

    public override IEnumerable<KernelSpec> Dependencies => ActivationText.Dependencies(Function);

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string reads = ActivationText.Reads(Function);
        string[] pointers = [.. new[] { "dy", "dx", reads }.Where(pointer => pointer != "")];
        var walk = new PixelWalk(pointers) { Unroll = ActivationText.IsLong(Function) ? 1 : 4 };
        writer.Method($"The gradient of {Function} of each element.", $"private static void {Name}({walk.Parameters})", () => walk.Emit(writer, set, pixel =>
        {
            string g = "g" + pixel.Suffix, v = "v" + pixel.Suffix;
            writer.Line($"{set.Vector} {g} = {set.Load(pixel.In("dy"))};");
            if (reads != "") writer.Line($"{set.Vector} {v} = {set.Load(pixel.In(reads))};");
            var terms = new ActivationTerms(set, Slope, v, g, writer, pixel.Suffix);
            writer.Line(set.Store(ActivationText.Gradient(Function, Slope, terms), pixel.In("dx")));
        }));
    }
}
