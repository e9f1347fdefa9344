using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary><c>(float* x, float* y, int block)</c>: y += x, for gradients to which several layers add.</summary>
internal sealed record AccumulateKernel(TensorForm Source, TensorForm Target) : KernelSpec
{
    private static readonly AccumulateBody _body = new();

    public override string Name => $"Accumulate_{KernelNames.Of(Source)}_{KernelNames.Of(Target)}";

    public override IEnumerable<KernelSpec> Dependencies => [_body];

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"Adds one block of channels of {Source.Shape} to another.",
        $"public static void {Name}(float* x, float* y, int block)",
        $"{_body.Name}({PixelWalk.Arguments(set, false, ("x", Source), ("y", Target))})");
}

/// <summary>y += x, for all shapes.</summary>
internal sealed record AccumulateBody : KernelSpec
{
    public override string Name => "AccumulateBody";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var walk = new PixelWalk("x", "y");
        writer.Method("Adds x to y.", $"private static void {Name}({walk.Parameters})", () => walk.Emit(writer, set, pixel =>
            writer.Line(set.Store($"{set.Load(pixel.In("y"))} + {set.Load(pixel.In("x"))}", pixel.In("y")))));
    }
}
