using NetGen.Generator.Graph;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>Some rows of an image as the user gives it, copied where zeros lie left and right of them, as a stage of a cascade.</summary>
/// <param name="Input">The image, planar and without a halo.</param>
/// <param name="Output">The same with a halo.</param>
/// <param name="Vertical">The rows.</param>
internal sealed record ImageRowsKernel(TensorForm Input, TensorForm Output, ConvAxis Vertical) : KernelSpec, IRowStage
{
    public override string Name => $"ImageRows{Vertical.Count}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    /// <summary>The stage of a whole image.</summary>
    /// <param name="output">The image as its reader wants it, planar.</param>
    public static ImageRowsKernel Of(TensorForm output) =>
        new(output with { Halo = Edges.None }, output, ConvAxis.Forward(output.Shape.Height, 1, 1, 0, 1));

    public KernelSpec Rows(TensorForm input, TensorForm output, int count) =>
        this with { Input = input, Output = output, Vertical = Vertical with { Count = count } };

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        Layout x = Input.For(set), y = Output.For(set);
        writer.Method($"Copies {Vertical.Count} rows of an image of {Input.Shape}.", $"public static void {Name}(float* x, float* y, int row)", () =>
        {
            writer.Advance("x", $" + ((nint)row * {x.RowStride})");
            writer.Advance("y", MethodText.Plus(y.Origin));
            using CodeWriter.Scope channels = writer.Block($"for (int channel = 0; channel < {x.Channels}; channel++, x += {x.BlockStride}, y += {y.BlockStride})");
            using CodeWriter.Scope rows = writer.Block($"for (int i = 0; i < {Vertical.Count}; i++)");
            writer.Line($"new ReadOnlySpan<float>(x + (i * {x.RowStride}), {x.Width}).CopyTo(new Span<float>(y + (i * {y.RowStride}), {y.Width}));");
        });
    }
}
