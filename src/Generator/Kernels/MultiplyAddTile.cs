using System;
using System.Globalization;
using System.Linq;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph.Operations;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The heart of every kernel that multiplies: accumulators <c>c{block}_{column}</c> in registers, to which each step adds the
/// products of a vector for every block with a broadcast scalar for every column. Convolutions, fully connected layers and
/// the gradients by their weights differ only in where vectors and scalars come from.
/// </summary>
internal sealed class MultiplyAddTile(InstructionSet set, int blocks, int columns)
{
    /// <summary>Declares the accumulators with their first values.</summary>
    public void Begin(CodeWriter writer, Func<int, string> initial)
    {
        ForEachBlock(block =>
        {
            writer.Line($"{set.Vector} {Accumulator(block, 0)} = {initial(block)};");
            if (columns == 1) return;
            string copies = string.Join(", ", Enumerable.Range(1, columns - 1).Select(c => $"{Accumulator(block, c)} = {Accumulator(block, 0)}"));
            writer.Line($"{set.Vector} {copies};");
        });
    }

    /// <summary>Declares the accumulators with a value for each.</summary>
    public void Load(CodeWriter writer, Func<int, int, string> initial) => ForEach((block, column) =>
        writer.Line($"{set.Vector} {Accumulator(block, column)} = {initial(block, column)};"));

    /// <summary>One step: the vectors lie one behind the other at <c>w</c>; <paramref name="scalar"/> gives a float for a column.</summary>
    public void Step(CodeWriter writer, Func<int, string> scalar) =>
        Step(writer, block => $"w{MethodText.Plus(block * set.Lanes)}", scalar);

    /// <summary>One step with vectors at any address.</summary>
    public void Step(CodeWriter writer, Func<int, string> vectorAddress, Func<int, string> scalar)
    {
        string weights = string.Join(", ", Enumerable.Range(0, blocks).Select(b => $"w{b} = {set.Load(vectorAddress(b))}"));
        writer.Line($"{set.Vector} {weights};");
        for (int column = 0; column < columns; column++)
        {
            string declaration = column == 0 ? $"{set.Vector} " : "";
            writer.Line($"{declaration}s = {set.Broadcast(scalar(column))};");
            ForEachBlock(block => writer.Line(
                $"{Accumulator(block, column)} = {set.MultiplyAdd($"w{block}", "s", Accumulator(block, column))};"));
        }
    }

    /// <summary>Applies a fused activation to every accumulator.</summary>
    public void Activate(CodeWriter writer, ActivationFunction function, float slope)
    {
        if (function == ActivationFunction.Identity) return;
        string factor = slope.ToString("R", CultureInfo.InvariantCulture) + "f";
        ForEach((block, column) =>
        {
            string c = Accumulator(block, column);
            string activated = function switch
            {
                ActivationFunction.ReLU => set.Max(set.Zero, c),
                ActivationFunction.LeakyReLU => set.Max($"{c} * {set.Broadcast(factor)}", c),
                _ => throw new ArgumentOutOfRangeException(nameof(function), function, "This function has no fused form."),
            };
            writer.Line($"{c} = {activated};");
        });
    }

    /// <summary>Stores every accumulator at an offset from <c>y</c>.</summary>
    public void Store(CodeWriter writer, Func<int, int, int> offset, string target = "y") => ForEach((block, column) =>
        writer.Line(set.Store(Accumulator(block, column), $"{target}{MethodText.Plus(offset(block, column))}")));

    private static string Accumulator(int block, int column) => $"c{block}_{column}";

    private void ForEachBlock(Action<int> action)
    {
        for (int block = 0; block < blocks; block++) action(block);
    }

    private void ForEach(Action<int, int> action) => ForEachBlock(block =>
    {
        for (int column = 0; column < columns; column++) action(block, column);
    });
}
