using NetGen.Generator.Emission;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The gradient of a bias: the sum of the output's gradient over all pixels and images. Rows are summed first, so that the
/// rounding error grows with the row's length and the number of rows and not with their product.
/// </summary>
/// <param name="OutputGradient">The gradient by the layer's output.</param>
internal sealed record BiasGradientKernel(TensorForm OutputGradient) : KernelSpec
{
    public override string Name => $"BiasGradient_{KernelNames.Of(OutputGradient)}";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        Layout gradient = OutputGradient.For(set);
        string summary = $"The gradient of {gradient.Channels} biases, the sum of {OutputGradient.Shape} over pixels and images; block is one of channels.";
        writer.Method(summary, $"public static void {Name}(float* dy, float* db, int images, int block)", () =>
        {
            writer.Line($"dy += {gradient.Origin} + (block * {gradient.BlockStride});");
            writer.Line($"{set.Vector} sum = {set.Zero};");
            using (writer.Block($"for (int image = 0; image < images; image++, dy += {gradient.ImageStride})"))
            {
                writer.Line($"{set.Vector} imageSum = {set.Zero};");
                writer.Loops([("row", gradient.Height)], () =>
                {
                    writer.Line($"float* g = dy{(gradient.Height > 1 ? MethodText.Term("row", gradient.RowStride) : "")};");
                    writer.Line($"{set.Vector} rowSum = {set.Load("g")};");
                    if (gradient.Width > 1)
                        writer.Line($"for (int i = {gradient.Width - 1}; i > 0; i--) rowSum += {set.Load($"g += {gradient.PixelStride}")};");
                    writer.Line("imageSum += rowSum;");
                });
                writer.Line("sum += imageSum;");
            }

            writer.Line(set.Store("sum", $"db + (block * {set.Lanes})"));
        });
    }
}
