using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The part of a <see cref="WinogradTransform"/> that is made of every s-th tap: a filter F(m, r) of every s-th input, by evaluating
/// polynomials at ±a₁, ±a₂…, at 0 where their number is even, and at infinity. A lone tap needs no transform: its products are of the
/// inputs themselves, and are outputs.
/// </summary>
/// <param name="Outputs">m.</param>
/// <param name="Taps">r, at least 1.</param>
/// <param name="Stride">s.</param>
/// <param name="First">The first tap, and the first input.</param>
/// <param name="Product">The first of its products.</param>
/// <param name="Pair">The first of its pairs of points, by which variables are named.</param>
internal readonly record struct WinogradPhase(int Outputs, int Taps, int Stride, int First, int Product, int Pair)
{
    /// <summary>Inputs and products.</summary>
    public int Size => Outputs + Taps - 1;

    /// <summary>Different filters of its products.</summary>
    public int Filters => IsTap ? 1 : Size;

    /// <summary>Pairs of points.</summary>
    public int Pairs => IsTap ? 0 : (Size - 1) / 2;

    /// <summary>Which of the tile's inputs it reads.</summary>
    public IEnumerable<int> Inputs => Enumerable.Range(0, Size).Select(Input);

    private bool IsTap => Taps == 1;

    private bool HasZero => !IsTap && Size % 2 == 0;

    private int FirstPaired => Product + (HasZero ? 1 : 0);

    /// <summary>Bᵀ·d of its inputs <c>d0</c>…, in the order of its products.</summary>
    public void EmitInput(CodeWriter writer, InstructionSet set, IReadOnlyList<double> points, Func<int, string, string> statement)
    {
        if (IsTap)
        {
            for (int i = 0; i < Size; i++) writer.Line(statement(Product + i, $"d{Input(i)}"));
            return;
        }

        // Row i is the polynomial whose roots are all finite points but the i-th; a root 0 moves all others by one input.
        double[] squares = Squares(points), all = Polynomial(squares);
        int moved = HasZero ? 1 : 0;
        if (HasZero) writer.Line(statement(Product, WinogradText.Sum(set, Terms(all, 0))));
        for (int k = 0; k < Pairs; k++)
        {
            double[] others = Polynomial([.. squares.Where((_, i) => i != k)]);
            string even = $"e{Pair + k}", odd = $"o{Pair + k}";
            writer.Line($"{set.Vector} {even} = {WinogradText.Sum(set, Terms(others, moved + 1))};");
            writer.Line($"{set.Vector} {odd} = {WinogradText.Sum(set, Terms(others, moved))};");
            writer.Line(statement(FirstPaired + (2 * k), WinogradText.Sum(set, [(points[k], odd), (1, even)])));
            writer.Line(statement(FirstPaired + (2 * k) + 1, WinogradText.Sum(set, [(-points[k], odd), (1, even)])));
        }

        writer.Line(statement(Product + Size - 1, WinogradText.Sum(set, Terms(all, moved))));
    }

    /// <summary>Declares the sums and differences of its pairs of products <c>d0</c>….</summary>
    public void EmitPairs(CodeWriter writer, InstructionSet set)
    {
        for (int k = 0; k < Pairs; k++)
        {
            string plus = $"d{FirstPaired + (2 * k)}", minus = $"d{FirstPaired + (2 * k) + 1}";
            writer.Line($"{set.Vector} s{Pair + k} = {plus} + {minus}, q{Pair + k} = {plus} - {minus};");
        }
    }

    /// <summary>What it adds to an output, of products and the variables of <see cref="EmitPairs"/>.</summary>
    public IEnumerable<(double Factor, string Value)> OutputTerms(int output, IReadOnlyList<double> points)
    {
        if (IsTap)
        {
            yield return (1, $"d{Product + output}");
            yield break;
        }

        for (int k = 0; k < Pairs; k++) yield return (Math.Pow(points[k], output), $"{(output % 2 == 0 ? "s" : "q")}{Pair + k}");
        if (HasZero && output == 0) yield return (1, $"d{Product}");
        if (output == Outputs - 1) yield return (1, $"d{Product + Size - 1}");
    }

    /// <summary>The factors of <see cref="EmitInput"/>.</summary>
    public IEnumerable<double> InputFactors(IReadOnlyList<double> points)
    {
        double[] squares = Squares(points);
        return IsTap ? [] : Polynomial(squares)
            .Concat(squares.SelectMany((_, k) => Polynomial([.. squares.Where((_, i) => i != k)])))
            .Concat(points.Take(Pairs).SelectMany(point => new[] { point, -point }));
    }

    private int Input(int i) => First + (Stride * i);

    private double[] Squares(IReadOnlyList<double> points) => [.. points.Take(Pairs).Select(point => point * point)];

    /// <summary>A polynomial of even powers, on every other input from one on.</summary>
    private IEnumerable<(double Factor, string Value)> Terms(double[] factors, int first)
    {
        int start = First + (Stride * first), step = 2 * Stride;
        return factors.Select((factor, i) => (factor, $"d{start + (step * i)}"));
    }

    /// <summary>The coefficients of (x − s₁)(x − s₂)…, the lowest first.</summary>
    private static double[] Polynomial(double[] roots)
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
}
