using NetGen.Generator.Emission;

namespace NetGen.Generator.Kernels;

/// <summary><c>(float* x, float* y, int block)</c>: y += x, for gradients to which several layers add.</summary>
internal sealed record AccumulateKernel(TensorForm Source, TensorForm Target) : KernelSpec
{
    public override string Name => $"Accumulate_{KernelNames.Of(Source)}_{KernelNames.Of(Target)}";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var loop = new PixelLoop(new("x", Source.Blocked(set)), new("y", Target.Blocked(set)));
        string summary = $"Adds one block of channels of {Source.Shape} to another.";
        writer.Method(summary, $"public static void {Name}(float* x, float* y, int block)", () => loop.Emit(writer, pixel =>
            writer.Line(set.Store($"{set.Load(pixel.In("y"))} + {set.Load(pixel.In("x"))}", pixel.In("y")))));
    }
}
