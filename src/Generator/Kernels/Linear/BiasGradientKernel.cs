using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// <c>(float* dy, float* db, int images, int block)</c>: the gradient of a bias, the sum of the output's gradient over all pixels and images.
/// </summary>
/// <param name="OutputGradient">The gradient by the layer's output.</param>
internal sealed record BiasGradientKernel(TensorForm OutputGradient) : KernelSpec
{
    private static readonly BiasGradientBody _body = new();

    public override string Name => $"BiasGradient_{KernelNames.Of(OutputGradient)}";

    public override IEnumerable<KernelSpec> Dependencies => [_body];

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"The gradient of {OutputGradient.Shape.Channels} biases, the sum of {OutputGradient.Shape} over pixels and images; block is one of channels.",
        $"public static void {Name}(float* dy, float* db, int images, int block)",
        $"{_body.Name}({PixelWalk.Arguments(set, true, ("dy", OutputGradient))}, db + (block * {set.Lanes}))");
}

/// <summary>The sum of one block of channels over pixels and images, for all shapes.</summary>
internal sealed record BiasGradientBody : KernelSpec
{
    public override string Name => "BiasGradientBody";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var walk = new PixelWalk("dy") { Batch = true };
        writer.Method("The sum of one block of channels over pixels and images.", $"private static void {Name}({walk.Parameters}, float* db)", () =>
        {
            walk.EmitSums(writer, set, ["sum"], (pixel, sums) => writer.Line($"{sums[0]} += {set.Load(pixel.In("dy"))};"));
            writer.Line(set.Store("sum", "db"));
        });
    }
}
