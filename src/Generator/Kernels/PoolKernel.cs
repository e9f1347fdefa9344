using System;
using System.Collections.Generic;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The frame of all window pooling, forward and backward: it visits the windows of one block of channels in scan order.
/// Windows that lie inside the image are unrolled; those that reach into the padding are visited by loops over the part
/// that lies inside. Large windows are all visited by loops, to keep the code small.
/// </summary>
/// <param name="Input">The larger tensor, which windows lie on.</param>
/// <param name="Output">The smaller tensor, one pixel for each window.</param>
/// <param name="Kernel">A window's size.</param>
/// <param name="Stride">From a window to the next.</param>
/// <param name="Padding">How far windows reach beyond the input.</param>
internal abstract record PoolKernel(TensorForm Input, TensorForm Output, Size Kernel, Size Stride, Edges Padding) : KernelSpec
{
    private const int LargestUnrolledWindow = 64;

    /// <summary>The sentence about the kernel.</summary>
    protected abstract string Summary { get; }

    /// <summary>The pointers in the method's order, and the tensors that they point to.</summary>
    protected abstract IReadOnlyList<PoolTensor> Tensors { get; }

    /// <summary>Kernel, stride and padding as they stand in names.</summary>
    protected string WindowName =>
        $"{KernelNames.Of(Kernel)}s{KernelNames.Of(Stride)}" + (Padding == Edges.None ? "" : "p" + KernelNames.Of(Padding));

    /// <summary>Kernel and stride as they stand in sentences.</summary>
    protected string WindowWords => $"windows of {KernelText.Words(Kernel)}, stride {KernelText.Words(Stride)}";

    /// <summary>Whether a pixel can lie in two windows.</summary>
    protected bool Overlaps => Stride.Height < Kernel.Height || Stride.Width < Kernel.Width;

    /// <summary>Whether every pixel lies in one window and in no other.</summary>
    protected bool Tiles =>
        Stride == Kernel && Padding == Edges.None
        && Output.Shape.Height * Stride.Height == Input.Shape.Height && Output.Shape.Width * Stride.Width == Input.Shape.Width;

    public sealed override void Emit(CodeWriter writer, InstructionSet set)
    {
        string parameters = string.Join(", ", PointerParameters());
        writer.Method(Summary, $"public static void {Name}({parameters}, int block)", () =>
        {
            foreach (PoolTensor tensor in Tensors)
            {
                string first = KernelText.BlockAddress(tensor.Pointer, tensor.Form.Blocked(set));
                if (first != tensor.Pointer) writer.Line($"{tensor.Pointer} = {first};");
            }

            EmitStart(writer, set);
            EmitRows(writer, set);
        });
        if (InteriorRows.Count < Output.Shape.Height || InteriorColumns.Count < Output.Shape.Width) EmitBorder(writer, set);
    }

    /// <summary>Writes what comes before the first window; pointers stand on pixel (0, 0).</summary>
    protected virtual void EmitStart(CodeWriter writer, InstructionSet set)
    {
    }

    /// <summary>Writes what comes before a window's first pixel.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="set">The instruction set.</param>
    /// <param name="pixel">The address of the window's pixel in a tensor of the output's size.</param>
    /// <param name="count">The number of pixels under the window, as an expression.</param>
    protected abstract void EmitWindowBegin(CodeWriter writer, InstructionSet set, Func<string, string> pixel, string count);

    /// <summary>Writes what is done with one pixel under a window.</summary>
    protected abstract void EmitTap(CodeWriter writer, InstructionSet set, Func<string, string> tap);

    /// <summary>Writes what comes after a window's last pixel; arguments as in <see cref="EmitWindowBegin"/>.</summary>
    protected virtual void EmitWindowEnd(CodeWriter writer, InstructionSet set, Func<string, string> pixel, string count)
    {
    }

    private (int First, int Count) InteriorRows =>
        Interior(Input.Shape.Height, Output.Shape.Height, Kernel.Height, Stride.Height, Padding.Top);

    private (int First, int Count) InteriorColumns =>
        Interior(Input.Shape.Width, Output.Shape.Width, Kernel.Width, Stride.Width, Padding.Left);

    /// <summary>The output pixels on one axis whose windows lie inside the image.</summary>
    private (int First, int Count) Interior(int input, int output, int kernel, int stride, int before)
    {
        if (Kernel.Height * Kernel.Width > LargestUnrolledWindow || input + before < kernel) return (0, 0);
        int first = (before + stride - 1) / stride;
        int end = Math.Min(((input + before - kernel) / stride) + 1, output);
        return end > first ? (first, end - first) : (0, 0);
    }

    private IEnumerable<string> PointerParameters()
    {
        foreach (PoolTensor tensor in Tensors) yield return "float* " + tensor.Pointer;
    }

    private void EmitRows(CodeWriter writer, InstructionSet set)
    {
        (int first, int count) = InteriorRows;
        (int left, int columns) = InteriorColumns;
        if (columns == 0) (first, count) = (0, 0);
        EmitBorderRows(writer, 0, first);
        if (count > 0)
        {
            using (writer.Block($"for (int row = {first}; row < {first + count}; row++)"))
            {
                if (left > 0) writer.Line(BorderCall("row", 0, left));
                EmitInteriorRow(writer, set);
                if (left + columns < Output.Shape.Width) writer.Line(BorderCall("row", left + columns, Output.Shape.Width));
            }
        }

        EmitBorderRows(writer, first + count, Output.Shape.Height);
    }

    private void EmitBorderRows(CodeWriter writer, int from, int to)
    {
        if (from < to) writer.Line($"for (int row = {from}; row < {to}; row++) {BorderCall("row", 0, Output.Shape.Width)}");
    }

    private string BorderCall(string row, int from, int to)
    {
        List<string> arguments = [];
        foreach (PoolTensor tensor in Tensors) arguments.Add(tensor.Pointer);
        return $"{Name}_border({string.Join(", ", arguments)}, {row}, {from}, {to});";
    }

    private void EmitInteriorRow(CodeWriter writer, InstructionSet set)
    {
        (int left, int columns) = InteriorColumns;
        List<string> steps = [];
        foreach (PoolTensor tensor in Tensors)
        {
            Layout layout = tensor.Form.Blocked(set);
            int rowStep = layout.RowStride * (tensor.OnInput ? Stride.Height : 1);
            int columnStep = layout.PixelStride * (tensor.OnInput ? Stride.Width : 1);
            int start = (left * columnStep)
                - (tensor.OnInput ? (Padding.Top * layout.RowStride) + (Padding.Left * layout.PixelStride) : 0);
            writer.Line($"float* {tensor.Pointer}At = {tensor.Pointer}{MethodText.Plus(start)}{MethodText.Term("row", rowStep)};");
            steps.Add($"{tensor.Pointer}At += {columnStep}");
        }

        using (writer.Block($"for (int column = {columns}; column > 0; column--, {string.Join(", ", steps)})"))
        {
            static string Pixel(string pointer) => pointer + "At";
            string count = $"{Kernel.Height * Kernel.Width}";
            EmitWindowBegin(writer, set, Pixel, count);
            for (int row = 0; row < Kernel.Height; row++)
            {
                for (int column = 0; column < Kernel.Width; column++)
                {
                    (int r, int c) = (row, column);
                    EmitTap(writer, set, pointer => $"{pointer}At" + MethodText.Plus(
                        (r * Strides(pointer, set).RowStride) + (c * Strides(pointer, set).PixelStride)));
                }
            }

            EmitWindowEnd(writer, set, Pixel, count);
        }
    }

    private void EmitBorder(CodeWriter writer, InstructionSet set)
    {
        string parameters = string.Join(", ", PointerParameters());
        string signature = $"private static void {Name}_border({parameters}, int row, int from, int to)";
        writer.Method("Windows of one row of which only a part lies inside the image.", signature, () =>
        {
            writer.Line(Clamp("top", "row", Stride.Height, Padding.Top));
            writer.Line(ClampEnd("bottom", "row", Stride.Height, Padding.Top, Kernel.Height, Input.Shape.Height));
            using CodeWriter.Scope loop = writer.Block("for (int column = from; column < to; column++)");
            writer.Line(Clamp("left", "column", Stride.Width, Padding.Left));
            writer.Line(ClampEnd("right", "column", Stride.Width, Padding.Left, Kernel.Width, Input.Shape.Width));
            string At(string pointer, string row, string column) => pointer
                + MethodText.Term(row, Strides(pointer, set).RowStride) + MethodText.Term(column, Strides(pointer, set).PixelStride);
            const string Count = "(bottom - top) * (right - left)";
            EmitWindowBegin(writer, set, pointer => At(pointer, "row", "column"), Count);
            using (writer.Block("for (int r = top; r < bottom; r++)"))
            using (writer.Block("for (int c = left; c < right; c++)"))
            {
                EmitTap(writer, set, pointer => At(pointer, "r", "c"));
            }

            EmitWindowEnd(writer, set, pointer => At(pointer, "row", "column"), Count);
        });
    }

    private static string Clamp(string name, string index, int stride, int before) =>
        $"int {name} = Math.Max(({index} * {stride}) - {before}, 0);";

    private static string ClampEnd(string name, string index, int stride, int before, int kernel, int size) =>
        $"int {name} = Math.Min(({index} * {stride}){MethodText.Plus(kernel - before)}, {size});";

    private Layout Strides(string pointer, InstructionSet set)
    {
        foreach (PoolTensor tensor in Tensors)
        {
            if (tensor.Pointer == pointer) return tensor.Form.Blocked(set);
        }

        throw new ArgumentException($"Expected a pointer of {Name}, got {pointer}.", nameof(pointer));
    }
}

/// <summary>A tensor of a pooling kernel.</summary>
/// <param name="Pointer">The parameter's name.</param>
/// <param name="Form">How it lies in memory.</param>
/// <param name="OnInput">Whether windows lie on it; otherwise it has a pixel for each window.</param>
internal readonly record struct PoolTensor(string Pointer, TensorForm Form, bool OnInput);
