using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>What pooling does with the windows of one block of channels. Windows are visited in scan order.</summary>
internal abstract record PoolFunction
{
    /// <summary>The name of its bodies begins with it.</summary>
    public abstract string Name { get; }

    /// <summary>The pointers in the method's order.</summary>
    public abstract IReadOnlyList<PoolTensor> Tensors { get; }

    /// <summary>Whether windows add up in a tensor that begins with zeros.</summary>
    public virtual string? Cleared => null;

    /// <summary>Whether the text uses <c>count</c>, the number of pixels under a window.</summary>
    public virtual PoolCount Count => PoolCount.None;

    /// <summary>Whether windows are so large that their rows are visited in runs of <see cref="LongSum.RunLength"/> pixels.</summary>
    public virtual bool InRuns => false;

    /// <summary>Writes what comes before a window's first pixel.</summary>
    public abstract void EmitWindowBegin(CodeWriter writer, InstructionSet set, Func<string, string> pixel);

    /// <summary>Writes what is done with one pixel under a window.</summary>
    public abstract void EmitTap(CodeWriter writer, InstructionSet set, Func<string, string> tap);

    /// <summary>Writes what comes before a run.</summary>
    public virtual void EmitRunBegin(CodeWriter writer, InstructionSet set)
    {
    }

    /// <summary>Writes what comes after a run.</summary>
    public virtual void EmitRunEnd(CodeWriter writer, InstructionSet set)
    {
    }

    /// <summary>Writes what comes after a window's last pixel.</summary>
    public virtual void EmitWindowEnd(CodeWriter writer, InstructionSet set, Func<string, string> pixel)
    {
    }
}

/// <summary>A tensor of a pooling kernel.</summary>
/// <param name="Pointer">The parameter's name.</param>
/// <param name="OnInput">Whether windows lie on it; otherwise it has a pixel for each window.</param>
internal readonly record struct PoolTensor(string Pointer, bool OnInput);

/// <summary>Which pixels a function counts.</summary>
internal enum PoolCount
{
    /// <summary>None: it does not ask.</summary>
    None,

    /// <summary>Those of the image.</summary>
    Inside,

    /// <summary>Those of the image and its padding.</summary>
    Padded,
}

/// <summary>
/// The walk over all windows of a block of channels. Where a window's rows and columns lie inside the image they are unrolled, if they
/// are few; other windows are visited by loops over the part that lies inside.
/// </summary>
/// <param name="Function">What is done with the windows.</param>
/// <param name="Height">Rows that are unrolled, or 0.</param>
/// <param name="Width">Columns that are unrolled, or 0.</param>
internal sealed record PoolBody(PoolFunction Function, int Height, int Width) : KernelSpec
{
    private const int LargestUnrolledWindow = 9;

    public override string Name => $"{Function.Name}Body" + (Height == 0 ? "" : $"_{Height}x{Width}");

    public override IEnumerable<KernelSpec> Dependencies => [new PoolRowBody(Function)];

    /// <summary>The body for windows of a size.</summary>
    public static PoolBody For(PoolFunction function, Size kernel, Size dilation) =>
        !function.InRuns && kernel.Height * (long)kernel.Width <= LargestUnrolledWindow && dilation is { Height: 1, Width: 1 }
            ? new(function, kernel.Height, kernel.Width)
            : new(function, 0, 0);

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string windows = Height == 0 ? "by loops" : $"of {Height}×{Width}, unrolled";
        writer.Method($"{Function.Name}: all windows {windows}.", $"private static void {Name}({PoolRowBody.Parameters(Function)}, PoolWindow window)", () =>
        {
            EmitClear(writer, set);
            if (Height > 0)
            {
                writer.Line("int first = window.Columns.InteriorFirst, end = window.Columns.InteriorEnd;");
                writer.Line($"int xStep = window.Columns.Stride * {set.Lanes};");
            }

            using CodeWriter.Scope planes = writer.Block("for (int plane = 0; plane < window.Planes.Output; plane++)");
            using CodeWriter.Scope rows = writer.Block("for (int row = 0; row < window.Rows.Output; row++)");
            if (Height == 0)
            {
                writer.Line(RowCall("0", "window.Columns.Output"));
                return;
            }

            using (writer.Block("if (row < window.Rows.InteriorFirst || row >= window.Rows.InteriorEnd || first >= end)"))
            {
                writer.Line(RowCall("0", "window.Columns.Output"));
                writer.Line("continue;");
            }

            writer.Line();
            writer.Line(RowCall("0", "first"));
            EmitInteriorRow(writer, set);
            writer.Line(RowCall("end", "window.Columns.Output"));
        });
    }

    private void EmitClear(CodeWriter writer, InstructionSet set)
    {
        if (Function.Cleared is not { } pointer) return;
        writer.Line("// Tiles write every pixel; other windows may miss some, or add up.");
        using CodeWriter.Scope clear = writer.Block("for (int plane = window.Tiles ? window.Planes.Input : 0; plane < window.Planes.Input; plane++)");
        using CodeWriter.Scope rows = writer.Block("for (int row = 0; row < window.Rows.Input; row++)");
        string start = $"{pointer} + ((nint)plane * {pointer}Plane) + ((nint)row * {pointer}Row)";
        writer.Line($"new Span<float>({start}, window.Columns.Input * {set.Lanes}).Clear();");
    }

    private string RowCall(string from, string to)
    {
        IEnumerable<string> tensors = Function.Tensors.Select(tensor => $"{tensor.Pointer}, {tensor.Pointer}Plane, {tensor.Pointer}Row");
        return $"{new PoolRowBody(Function).Name}({string.Join(", ", tensors)}, window, plane, row, {from}, {to});";
    }

    private void EmitInteriorRow(CodeWriter writer, InstructionSet set)
    {
        writer.Line("int front = window.Planes.Start(plane), d0 = window.Planes.FirstTap(front), d1 = window.Planes.EndTap(front);");
        if (Function.Count != PoolCount.None)
        {
            string planes = Function.Count == PoolCount.Padded ? "window.Planes.Padded(front)" : "(d1 - d0)";
            writer.Line($"{set.Vector} share = {set.Broadcast($"1f / ({planes} * {Height * Width})")};");
        }

        List<string> steps = [];
        foreach (PoolTensor tensor in Function.Tensors)
        {
            (string p, bool onInput) = (tensor.Pointer, tensor.OnInput);
            string start = onInput
                ? $"((nint)front * {p}Plane) + ((nint)window.Rows.Start(row) * {p}Row) + (window.Columns.Start(first) * {set.Lanes})"
                : $"((nint)plane * {p}Plane) + ((nint)row * {p}Row) + (first * {set.Lanes})";
            writer.Line($"float* {p}At = {p} + {start};");
            steps.Add($"{p}At += {(onInput ? "xStep" : KernelText.Integer(set.Lanes))}");
        }

        using CodeWriter.Scope columns = writer.Block($"for (int column = first; column < end; column++, {string.Join(", ", steps)})");
        static string Pixel(string pointer) => pointer + "At";
        Function.EmitWindowBegin(writer, set, Pixel);
        using (writer.Block("for (int d = d0; d < d1; d++)"))
        {
            foreach (PoolTensor tensor in Function.Tensors.Where(tensor => tensor.OnInput))
            {
                writer.Line($"float* {tensor.Pointer}Tap = {tensor.Pointer}At + ((nint)d * window.Planes.Dilation * {tensor.Pointer}Plane);");
            }

            for (int tap = 0; tap < Height * Width; tap++)
            {
                (int r, int c) = (tap / Width, tap % Width);
                Function.EmitTap(writer, set, pointer =>
                    $"{pointer}Tap{MethodText.Term(r == 0 ? "" : pointer + "Row", r)}{MethodText.Plus(c * set.Lanes)}");
            }
        }

        Function.EmitWindowEnd(writer, set, Pixel);
    }
}

/// <summary>Some windows of one row, by loops over the taps that lie inside the image.</summary>
internal sealed record PoolRowBody(PoolFunction Function) : KernelSpec
{
    public override string Name => $"{Function.Name}Row";

    /// <summary>The tensors and their strides.</summary>
    public static string Parameters(PoolFunction function) => string.Join(
        ", ", function.Tensors.Select(tensor => $"float* {tensor.Pointer}, int {tensor.Pointer}Plane, int {tensor.Pointer}Row"));

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string signature = $"private static void {Name}({Parameters(Function)}, in PoolWindow window, int plane, int row, int from, int to)";
        writer.Method($"{Function.Name}: windows of one row, also such of which only a part lies inside the image.", signature, () =>
        {
            writer.Line("int front = window.Planes.Start(plane), d0 = window.Planes.FirstTap(front), d1 = window.Planes.EndTap(front);");
            writer.Line("int top = window.Rows.Start(row), r0 = window.Rows.FirstTap(top), r1 = window.Rows.EndTap(top);");
            using CodeWriter.Scope loop = writer.Block("for (int column = from; column < to; column++)");
            writer.Line("int left = window.Columns.Start(column), c0 = window.Columns.FirstTap(left), c1 = window.Columns.EndTap(left);");
            EmitShare(writer, set);
            string At(string pointer, string plane, string row, string column) =>
                $"{pointer} + ((nint)({plane}) * {pointer}Plane) + ((nint)({row}) * {pointer}Row) + (({column}) * {set.Lanes})";
            string Pixel(string pointer) => At(pointer, "plane", "row", "column");
            Function.EmitWindowBegin(writer, set, Pixel);
            using (writer.Block("for (int d = d0; d < d1; d++)"))
            using (writer.Block("for (int r = r0; r < r1; r++)"))
            {
                EmitTaps(writer, set, () => Function.EmitTap(writer, set, pointer => At(
                    pointer, "front + (d * window.Planes.Dilation)", "top + (r * window.Rows.Dilation)", "left + (c * window.Columns.Dilation)")));
            }

            Function.EmitWindowEnd(writer, set, Pixel);
        });
    }

    /// <summary>The taps of one row of a window.</summary>
    private void EmitTaps(CodeWriter writer, InstructionSet set, Action tap)
    {
        if (!Function.InRuns)
        {
            using CodeWriter.Scope taps = writer.Block("for (int c = c0; c < c1; c++)");
            tap();
            return;
        }

        LongSum.Runs(writer, "c", "c0", "c1", () => Function.EmitRunBegin(writer, set), tap, () => Function.EmitRunEnd(writer, set));
    }

    private void EmitShare(CodeWriter writer, InstructionSet set)
    {
        if (Function.Count == PoolCount.None) return;
        string count = Function.Count == PoolCount.Padded
            ? "window.Planes.Padded(front) * window.Rows.Padded(top) * window.Columns.Padded(left)"
            : "(d1 - d0) * (r1 - r0) * (c1 - c0)";
        writer.Line($"{set.Vector} share = {set.Broadcast($"1f / ({count})")};");
    }
}
