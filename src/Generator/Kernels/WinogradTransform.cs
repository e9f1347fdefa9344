using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Kernels;

/// <summary>
/// Winograd's minimal filtering F(m, r) in one direction: m outputs of a filter with r taps from n = m + r − 1 products, made by
/// evaluating polynomials at 0, ±a₁, ±a₂… and infinity (S. Winograd, Arithmetic Complexity of Computations, 1980; A. Lavin and S. Gray,
/// Fast Algorithms for Convolutional Neural Networks, 2016). The points keep the rounding errors of 32 bits small, and all
/// coefficients of data are exact.
/// </summary>
/// <param name="Outputs">m.</param>
/// <param name="Taps">r.</param>
internal sealed record WinogradTransform(int Outputs, int Taps)
{
    /// <summary>n: inputs that a tile reads, and products.</summary>
    public int Size => Outputs + Taps - 1;

    /// <summary>The points that come in pairs of both signs.</summary>
    /// <exception cref="NotSupportedException">There are no points for the size.</exception>
    public IReadOnlyList<double> Points => Size switch
    {
        4 => [1],
        6 => [0.75, 1.5],
        _ => throw new NotSupportedException($"Winograd's transform of size {Size} has no points; expected 4 or 6."),
    };

    /// <summary>Loads <c>d0</c>, <c>d1</c>… from an address for each.</summary>
    public void EmitLoads(CodeWriter writer, InstructionSet set, Func<int, string> address) =>
        writer.Line($"{set.Vector} {string.Join(", ", Enumerable.Range(0, Size).Select(i => $"d{i} = {set.Load(address(i))}"))};");

    /// <summary>The products' inputs Bᵀ·d of the data <c>d0</c>, <c>d1</c>…, each given to a statement.</summary>
    public void EmitInput(CodeWriter writer, InstructionSet set, Func<int, string, string> statement)
    {
        double[] squares = [.. Points.Select(point => point * point)];
        double[] all = Product(squares);
        writer.Line(statement(0, Sum(set, all.Select((factor, i) => (factor, $"d{2 * i}")))));
        for (int k = 0; k < Points.Count; k++)
        {
            double[] others = Product([.. squares.Where((_, i) => i != k)]);
            writer.Line($"{set.Vector} e{k} = {Sum(set, others.Select((factor, i) => (factor, $"d{(2 * i) + 2}")))};");
            writer.Line($"{set.Vector} o{k} = {Sum(set, others.Select((factor, i) => (factor, $"d{(2 * i) + 1}")))};");
            writer.Line(statement((2 * k) + 1, Sum(set, [(Points[k], $"o{k}"), (1, $"e{k}")])));
            writer.Line(statement((2 * k) + 2, Sum(set, [(-Points[k], $"o{k}"), (1, $"e{k}")])));
        }

        writer.Line(statement(Size - 1, Sum(set, all.Select((factor, i) => (factor, $"d{(2 * i) + 1}")))));
    }

    /// <summary>The outputs Aᵀ·d of the products <c>d0</c>, <c>d1</c>…, declared as <c>y0</c>, <c>y1</c>….</summary>
    public void EmitOutput(CodeWriter writer, InstructionSet set)
    {
        for (int k = 0; k < Points.Count; k++)
            writer.Line($"{set.Vector} s{k} = d{(2 * k) + 1} + d{(2 * k) + 2}, q{k} = d{(2 * k) + 1} - d{(2 * k) + 2};");
        for (int i = 0; i < Outputs; i++)
        {
            var terms = Points.Select((point, k) => (Math.Pow(point, i), (i % 2 == 0 ? "s" : "q") + k)).ToList();
            if (i == 0) terms.Add((1, "d0"));
            if (i == Outputs - 1) terms.Add((1, $"d{Size - 1}"));
            writer.Line($"{set.Vector} y{i} = {Sum(set, terms)};");
        }
    }

    /// <summary>Declares the constants that <see cref="EmitInput"/> uses.</summary>
    public void EmitInputConstants(CodeWriter writer, InstructionSet set)
    {
        double[] squares = [.. Points.Select(point => point * point)];
        IEnumerable<double> factors = Product(squares)
            .Concat(Points.SelectMany((_, k) => Product([.. squares.Where((_, i) => i != k)])))
            .Concat(Points.SelectMany(point => new[] { point, -point }));
        EmitConstants(writer, set, factors);
    }

    /// <summary>Declares the constants that <see cref="EmitOutput"/> uses.</summary>
    public void EmitOutputConstants(CodeWriter writer, InstructionSet set) =>
        EmitConstants(writer, set, Enumerable.Range(0, Outputs).SelectMany(i => Points.Select(point => Math.Pow(point, i))));

    /// <summary>The coefficients of (x − s₁)(x − s₂)…, the lowest first.</summary>
    private static double[] Product(double[] roots)
    {
        double[] product = [1];
        foreach (double root in roots)
        {
            double[] next = new double[product.Length + 1];
            for (int i = 0; i < product.Length; i++)
            {
                next[i] -= root * product[i];
                next[i + 1] += product[i];
            }

            product = next;
        }

        return product;
    }

    private static void EmitConstants(CodeWriter writer, InstructionSet set, IEnumerable<double> factors)
    {
        foreach (double factor in factors.Where(factor => Math.Abs(factor) != 1).Distinct())
            writer.Line($"{set.Vector} {Constant(factor)} = {set.Broadcast(KernelText.Literal((float)factor))};");
    }

    private static string Constant(double factor) => "k" + KernelNames.Of((float)factor);

    /// <summary>A sum of products; those with a factor of 1 come first, so that all others are one multiply-add each.</summary>
    private static string Sum(InstructionSet set, IEnumerable<(double Factor, string Value)> terms)
    {
        string sum = "";
        foreach ((double factor, string value) in terms.OrderBy(term => term.Factor == 1 ? 0 : term.Factor == -1 ? 1 : 2))
        {
            sum = factor switch
            {
                1 => sum.Length == 0 ? value : $"({sum} + {value})",
                -1 => sum.Length == 0 ? $"-{value}" : $"({sum} - {value})",
                _ when sum.Length == 0 => $"{value} * {Constant(factor)}",
                _ => set.MultiplyAdd(value, Constant(factor), sum),
            };
        }

        return sum.StartsWith("(", StringComparison.Ordinal) ? sum.Substring(1, sum.Length - 2) : sum;
    }
}
