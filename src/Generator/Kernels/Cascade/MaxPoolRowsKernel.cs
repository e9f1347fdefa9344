using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>Max pooling of some rows, as a stage of a cascade.</summary>
/// <param name="Pool">The pooling, of tensors that hold a band.</param>
/// <param name="ImageRows">Rows of the image that windows lie on.</param>
/// <param name="Vertical">The rows.</param>
internal sealed record MaxPoolRowsKernel(MaxPoolKernel Pool, int ImageRows, ConvAxis Vertical) : KernelSpec, IRowStage
{
    public TensorForm Input => Pool.Input;

    public TensorForm Output => Pool.Output;

    public override string Name => $"Rows{Vertical.Count}of{ImageRows}_{Pool.Name}";

    public override IEnumerable<KernelSpec> Dependencies => [Body];

    private MaxPoolWindowBody Body => new(Pool.Kernel.Height, Pool.Kernel.Width, Pool.Stride.Width);

    /// <summary>The stage of a whole image, for windows that <see cref="MaxPoolWindowBody"/> serves.</summary>
    public static MaxPoolRowsKernel Of(MaxPoolKernel pool) => new(
        pool, pool.Input.Shape.Height, ConvAxis.Forward(pool.Output.Shape.Height, pool.Kernel.Height, pool.Stride.Height, pool.Padding.Top, 1));

    public KernelSpec Rows(TensorForm input, TensorForm output, int count) =>
        this with { Pool = Pool with { Input = input, Output = output }, Vertical = Vertical with { Count = count } };

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        Layout x = Input.Blocked(set), y = Output.Blocked(set);
        string summary = $"Max pooling of {Vertical.Count} rows, {Input.Shape.Channels} channels, to {Output.Shape.Width} columns.";
        writer.Method(summary, $"public static void {Name}(float* x, float* y, int row)", () =>
        {
            // Windows on the image's rows, but the first one is that of the row.
            string rows = $"new({ImageRows}, {Vertical.Count}, {Pool.Kernel.Height}, {Vertical.InputStep}, {-Vertical.TapStart} - (row * {Vertical.InputStep}))";
            writer.Line($"PoolWindow window = new({rows}, {Pool.Columns});");
            using CodeWriter.Scope blocks = writer.Block($"for (int block = 0; block < {y.Blocks}; block++)");
            writer.Line($"{Body.Name}({KernelText.BlockAddress("x", x)}, {x.PlaneStride}, {x.RowStride}, {KernelText.BlockAddress("y", y)}, {y.PlaneStride}, {y.RowStride}, window);");
        });
    }
}
