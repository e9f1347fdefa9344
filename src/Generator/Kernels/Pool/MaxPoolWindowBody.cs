using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The largest values under windows of one size and stride on an image: down the columns first, so that windows which share a column share
/// its largest value, then along the row. A tap in the padding is replaced by the nearest one of the image, which lies under the same window.
/// </summary>
/// <param name="Height">Rows of a window.</param>
/// <param name="Width">Columns of a window.</param>
/// <param name="Stride">Columns from a window to the next.</param>
internal sealed record MaxPoolWindowBody(int Height, int Width, int Stride) : KernelSpec
{
    private const int LargestUnrolledWindow = 9;

    // Columns whose largest values a turn finds: enough to hide that the next turn's first ones are this turn's last.
    private const int ColumnsOfTurn = 4;

    public override string Name => $"MaxPoolBody_{Height}x{Width}s{Stride}";

    /// <summary>Windows of a turn of the loop.</summary>
    private int Windows => Math.Max(1, ColumnsOfTurn / Stride);

    /// <summary>Columns of a window that the next has too.</summary>
    private int Shared => Width > Stride ? Width - Stride : 0;

    /// <summary>The body for the windows on an image, or null where they are large, lie apart, have gaps, or may miss the image.</summary>
    public static MaxPoolWindowBody? For(Size kernel, Size stride, Edges padding, Size dilation, Shape input, Shape output)
    {
        bool plain = dilation == new Size(1, 1) && kernel.Depth == 1 && input.Depth == 1
            && kernel.Height * (long)kernel.Width <= LargestUnrolledWindow && stride.Width <= kernel.Width;
        return plain && MeetsImage(input.Height, output.Height, kernel.Height, stride.Height, padding.Top)
            && MeetsImage(input.Width, output.Width, kernel.Width, stride.Width, padding.Left)
            ? new MaxPoolWindowBody(kernel.Height, kernel.Width, stride.Width) : null;
    }

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string signature = $"private static void {Name}({PoolRowBody.Parameters(new MaxPoolFunction())}, PoolWindow window)";
        writer.Method($"Max pooling of an image, windows of {Height}×{Width}, {Stride} columns apart.", signature, () =>
        {
            writer.Line("int lastRow = window.Rows.Input - 1, lastColumn = window.Columns.Input - 1;");
            writer.Line("int first = window.Columns.InteriorFirst, end = window.Columns.InteriorEnd;");
            using CodeWriter.Scope rows = writer.Block("for (int row = 0; row < window.Rows.Output; row++, y += yRow)");
            writer.Line("int top = window.Rows.Start(row);");
            for (int row = 0; row < Height; row++)
                writer.Line($"float* x{row} = x + ((nint)Math.Clamp(top{MethodText.Plus(row)}, 0, lastRow) * xRow);");
            writer.Line("int column = 0;");
            EmitBorder(writer, set, "first");
            EmitInterior(writer, set);
            EmitBorder(writer, set, "window.Columns.Output");
        });
    }

    /// <summary>Whether every window lies on at least one pixel of an axis.</summary>
    private static bool MeetsImage(int input, int output, int kernel, int stride, int before) =>
        before < kernel && ((output - 1) * (long)stride) - before < input;

    /// <summary>Windows that reach into the padding, each tap clamped to the image.</summary>
    private void EmitBorder(CodeWriter writer, InstructionSet set, string end)
    {
        using CodeWriter.Scope columns = writer.Block($"for (; column < {end}; column++)");
        writer.Line("int left = window.Columns.Start(column);");
        for (int column = 0; column < Width; column++)
        {
            writer.Line($"nint at{column} = Math.Clamp(left{MethodText.Plus(column)}, 0, lastColumn) * {set.Lanes};");
            EmitColumn(writer, set, column, $"at{column}");
        }

        writer.Line(set.Store(Largest(set, Columns(0)), $"y + (column * {set.Lanes})"));
    }

    private void EmitInterior(CodeWriter writer, InstructionSet set)
    {
        writer.Line($"nint at = window.Columns.Start(column) * {set.Lanes}, to = column * {set.Lanes};");
        using CodeWriter.Scope any = writer.Block("if (column < end)");
        for (int column = 0; column < Shared; column++) EmitColumn(writer, set, column, At(set, column));
        if (Windows > 1)
        {
            using CodeWriter.Scope turns = writer.Block($"for (; column <= end - {Windows}; column += {Windows}, at += {Windows * Stride * set.Lanes}, to += {Windows * set.Lanes})");
            EmitTurn(writer, set, Windows);
        }

        using (writer.Block($"for (; column < end; column++, at += {Stride * set.Lanes}, to += {set.Lanes})"))
            EmitTurn(writer, set, 1);
    }

    /// <summary>So many windows, and what the next ones share with the last.</summary>
    private void EmitTurn(CodeWriter writer, InstructionSet set, int windows)
    {
        for (int column = Shared; column < ((windows - 1) * Stride) + Width; column++) EmitColumn(writer, set, column, At(set, column));
        for (int window = 0; window < windows; window++)
            writer.Line(set.Store(Largest(set, Columns(window * Stride)), "y + to" + MethodText.Plus(window * set.Lanes)));
        for (int column = 0; column < Shared; column++) writer.Line($"c{column} = c{column + (windows * Stride)};");
    }

    /// <summary>The largest value of a column of the window's rows.</summary>
    private void EmitColumn(CodeWriter writer, InstructionSet set, int column, string offset)
    {
        string[] rows = [.. Enumerable.Range(0, Height).Select(row => $"v{column}_{row}")];
        string loads = string.Join(", ", rows.Select((row, index) => $"{row} = {set.Load($"x{index} + {offset}")}"));
        writer.Line($"{set.Vector} {loads}, c{column} = {Largest(set, rows)};");
    }

    private IReadOnlyList<string> Columns(int from) => [.. Enumerable.Range(from, Width).Select(column => $"c{column}")];

    private static string At(InstructionSet set, int column) => "at" + MethodText.Plus(column * set.Lanes);

    /// <summary>
    /// The largest of some values, NaN if one of them is: a maximum is its second operand where either is NaN, so only the last value needs
    /// no comparison, and one comparison tells of two values.
    /// </summary>
    public static string Largest(InstructionSet set, IReadOnlyList<string> values)
    {
        string largest = values.Skip(1).Aggregate(values[0], set.Max);
        for (int i = 0; i < values.Count - 1; i += 2)
            largest += " | " + set.Unordered(values[i], i + 1 < values.Count - 1 ? values[i + 1] : values[i]);
        return largest;
    }
}
