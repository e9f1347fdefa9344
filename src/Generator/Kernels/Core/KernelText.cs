using System;
using System.Globalization;
using NetGen.Generator.Graph;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>What kernels that walk over pixels write alike.</summary>
internal static class KernelText
{
    private static readonly string[] _formats = ["G7", "G8", "G9"];

    /// <summary>A float as a C# expression of the same bits.</summary>
    public static string Literal(float value)
    {
        if (float.IsNaN(value)) return "float.NaN";
        if (float.IsInfinity(value)) return value > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity";
        return Digits(value) + "f";
    }

    /// <summary>An integer as a C# expression; the minus is ASCII under every culture.</summary>
    public static string Integer(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A size as part of a sentence: 3×3.</summary>
    public static string Words(Size size) => (size.Depth == 1 ? "" : $"{size.Depth}×") + $"{size.Height}×{size.Width}";

    /// <summary>The layout of a tensor that lies in blocks of channels.</summary>
    /// <exception cref="ArgumentException">The tensor is planar.</exception>
    public static Layout Blocked(this TensorForm form, InstructionSet set) => !form.Planar
        ? form.For(set)
        : throw new ArgumentException($"Expected blocks of channels, got the planar tensor {form.Shape}.", nameof(form));

    /// <summary>The expression of pixel (0, 0) of the block of channels that the variable <c>block</c> names.</summary>
    public static string BlockAddress(string pointer, Layout layout) =>
        pointer + MethodText.Plus(layout.Origin) + (layout.Blocks == 1 ? "" : $" + ((nint)block * {layout.BlockStride})");

    /// <summary>
    /// The method of one shape: it calls bodies that all shapes share, with what makes the shape as constants. It needs no optimisation
    /// of its own, having neither loops nor arithmetic that could overflow.
    /// </summary>
    public static void Calls(this CodeWriter writer, string summary, string signature, params string[] calls)
    {
        writer.Line($"// {summary}");
        if (calls.Length == 1)
        {
            writer.Line($"{signature} =>\n    {calls[0]};\n");
            return;
        }

        using (writer.Block(signature))
        {
            foreach (string call in calls) writer.Line(call + ";");
        }

        writer.Line();
    }

    private static string Digits(float value)
    {
        foreach (string format in _formats)
        {
            string digits = value.ToString(format, CultureInfo.InvariantCulture);
            if (float.Parse(digits, CultureInfo.InvariantCulture) == value) return digits;
        }

        return value.ToString("G9", CultureInfo.InvariantCulture);
    }
}
