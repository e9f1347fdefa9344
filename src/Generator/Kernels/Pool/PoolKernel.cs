using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// All pooling by windows, forward and backward: the method of one shape, which says how the windows lie and calls the body that all
/// shapes with such windows share.
/// </summary>
/// <param name="Input">The larger tensor, which windows lie on.</param>
/// <param name="Output">The smaller tensor, one pixel for each window.</param>
/// <param name="Kernel">A window's size.</param>
/// <param name="Stride">From a window to the next.</param>
/// <param name="Padding">How far windows reach beyond the input.</param>
internal abstract record PoolKernel(TensorForm Input, TensorForm Output, Size Kernel, Size Stride, Edges Padding) : KernelSpec
{
    /// <summary>From a tap of the window to the next.</summary>
    public Size Dilation { get; init; } = new(1, 1);

    public sealed override IEnumerable<KernelSpec> Dependencies => [Body];

    /// <summary>The sentence about the kernel.</summary>
    protected abstract string Summary { get; }

    /// <summary>What is done with the windows.</summary>
    protected abstract PoolFunction Function { get; }

    /// <summary>The forms of the function's tensors, in their order.</summary>
    protected abstract IReadOnlyList<TensorForm> Forms { get; }

    /// <summary>Kernel, stride, padding and dilation as they stand in names.</summary>
    protected string WindowName =>
        $"{KernelNames.Of(Kernel)}s{KernelNames.Of(Stride)}" + (Padding == Edges.None ? "" : "p" + KernelNames.Of(Padding))
        + (Dilation == new Size(1, 1) ? "" : "d" + KernelNames.Of(Dilation));

    /// <summary>Kernel and stride as they stand in sentences.</summary>
    protected string WindowWords => $"windows of {KernelText.Words(Kernel)}, stride {KernelText.Words(Stride)}";

    /// <summary>Whether a pixel can lie in two windows.</summary>
    protected bool Overlaps =>
        Stride.Depth < Kernel.Depth || Stride.Height < Kernel.Height || Stride.Width < Kernel.Width || Dilation != new Size(1, 1);

    /// <summary>The method that all shapes with such windows share.</summary>
    protected virtual KernelSpec Body => PoolBody.For(Function, Kernel, Dilation);

    public sealed override void Emit(CodeWriter writer, InstructionSet set)
    {
        IReadOnlyList<PoolTensor> tensors = Function.Tensors;
        IEnumerable<string> arguments = tensors.Zip(Forms, (tensor, form) =>
        {
            Layout layout = form.Blocked(set);
            return $"{KernelText.BlockAddress(tensor.Pointer, layout)}, {layout.PlaneStride}, {layout.RowStride}";
        });
        writer.Calls(
            Summary, $"public static void {Name}({string.Join(", ", tensors.Select(tensor => "float* " + tensor.Pointer))}, int block)",
            $"{Body.Name}({string.Join(", ", arguments)}, {Window()})");
    }

    /// <summary>How windows lie along a row, in C#.</summary>
    public string Columns => Axis(
        Input.Shape.Width, Output.Shape.Width, Kernel.Width, Stride.Width, Padding.Left, Padding.Right, Dilation.Width);

    private string Window()
    {
        Shape x = Input.Shape, y = Output.Shape;
        string rows = Axis(x.Height, y.Height, Kernel.Height, Stride.Height, Padding.Top, Padding.Bottom, Dilation.Height);
        string planes = x.Depth == 1 && Kernel.Depth == 1 ? ""
            : Axis(x.Depth, y.Depth, Kernel.Depth, Stride.Depth, Padding.Front, Padding.Back, Dilation.Depth) + ", ";
        return $"new PoolWindow({planes}{rows}, {Columns})";
    }

    private static string Axis(int input, int output, int kernel, int stride, int before, int after, int dilation)
    {
        string rest = (before, after, dilation) switch
        {
            (0, 0, 1) => "",
            (_, _, 1) => $", {before}, {after}",
            _ => $", {before}, {after}, {dilation}",
        };
        return $"new({input}, {output}, {kernel}, {stride}{rest})";
    }
}
