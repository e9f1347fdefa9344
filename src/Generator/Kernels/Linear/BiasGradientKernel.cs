using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The gradient of a bias: the sum of the output's gradient over all pixels and images. Rows are summed first, so that the
/// rounding error grows with the row's length and the number of rows and not with their product.
/// </summary>
/// <param name="OutputGradient">The gradient by the layer's output.</param>
internal sealed record BiasGradientKernel(TensorForm OutputGradient) : KernelSpec
{
    public override string Name => $"BiasGradient_{KernelNames.Of(OutputGradient)}";

    /// <summary>The loops, which all layers share.</summary>
    public override IEnumerable<KernelSpec> Dependencies => [new BiasGradientBlockKernel()];

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        Layout gradient = OutputGradient.For(set);
        string summary = $"The gradient of {gradient.Channels} biases, the sum of {OutputGradient.Shape} over pixels and images; block is one of channels.";
        writer.Method(summary, $"public static void {Name}(float* dy, float* db, int images, int block)", () =>
        {
            writer.Advance("dy", MethodText.Term(gradient.Blocks == 1 ? "" : "(nint)block", gradient.BlockStride), MethodText.Plus(gradient.Origin));
            string numbers = MethodText.Arguments(
                gradient.ImageStride, gradient.Depth, gradient.PlaneStride, gradient.Height, gradient.RowStride, gradient.Width);
            writer.Line($"{BiasGradientBlockKernel.Method}(dy, db + (block * {set.Lanes}), images, {numbers});");
        });
    }
}

/// <summary>The body of every <see cref="BiasGradientKernel"/>: one block of channels, summed by rows, planes and images.</summary>
internal sealed record BiasGradientBlockKernel : KernelSpec
{
    /// <summary>The emitted method.</summary>
    public const string Method = "BiasGradientBlock";

    public override string Name => Method;

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string sizes = "int imageStride, int planes, int planeStride, int rows, int rowStride, int columns";
        writer.Method("The sum of one block of channels over pixels and images.", $"private static void {Name}(float* dy, float* db, int images, {sizes})", () =>
        {
            writer.Line($"{set.Vector} sum = {set.Zero};");
            using (writer.Block("for (int image = 0; image < images; image++, dy += imageStride)"))
            {
                writer.Line($"{set.Vector} imageSum = {set.Zero};");
                using (writer.Block("for (int plane = 0; plane < planes; plane++)"))
                {
                    writer.Line("float* row = dy + ((nint)plane * planeStride);");
                    using (writer.Block("for (int i = rows; i > 0; i--, row += rowStride)")) EmitRow(writer, set);
                }

                writer.Line("sum += imageSum;");
            }

            writer.Line(set.Store("sum", "db"));
        });
    }

    private static void EmitRow(CodeWriter writer, InstructionSet set)
    {
        writer.Line("float* g = row;");
        writer.Line($"{set.Vector} rowSum = {set.Load("g")};");
        writer.Line($"for (int j = columns - 1; j > 0; j--) rowSum += {set.Load($"g += {set.Lanes}")};");
        writer.Line("imageSum += rowSum;");
    }
}
