using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The heart of every kernel that multiplies: accumulators <c>c{block}_{column}</c> in registers, to which each step adds the
/// products of a vector for every block with a broadcast scalar for every column. Convolutions, fully connected layers and
/// the gradients by their weights differ only in where vectors and scalars come from.
/// </summary>
internal sealed class MultiplyAddTile(InstructionSet set, int blocks, int columns)
{
    /// <summary>Multiply-adds on one line.</summary>
    private const int LineLength = 4;

    /// <summary>Declares the accumulators, all columns of a block with the same first value.</summary>
    public void Begin(CodeWriter writer, Func<int, string> initial)
    {
        for (int block = 0; block < blocks; block++)
        {
            writer.Line($"{set.Vector} {Accumulator(block, 0)} = {initial(block)};");
            if (columns == 1) continue;
            string copies = string.Join(", ", Enumerable.Range(1, columns - 1).Select(c => $"{Accumulator(block, c)} = {Accumulator(block, 0)}"));
            writer.Line($"{set.Vector} {copies};");
        }
    }

    /// <summary>Declares the accumulators with the biases behind <c>bias</c>, or with zeros where that is null.</summary>
    public void BeginWithBias(CodeWriter writer) =>
        Begin(writer, block => $"bias == null ? {set.Zero} : {set.Load($"bias{MethodText.Plus(block * set.Lanes)}")}");

    /// <summary>Declares the accumulators with the sums behind <c>sums</c>, a column's <c>sumsImage</c> from the next one's, or with zeros where that is null.</summary>
    public void BeginWithSums(CodeWriter writer)
    {
        for (int column = 0; column < columns; column++)
        {
            string image = column == 0 ? "" : column == 1 ? " + sumsImage" : $" + ({column} * sumsImage)";
            foreach (int block in Blocks)
                writer.Line($"{set.Vector} {Accumulator(block, column)} = sums == null ? {set.Zero} : {set.Load($"sums{image}{MethodText.Plus(block * set.Lanes)}")};");
        }
    }

    /// <summary>Declares the accumulators with the packed values behind <c>dw</c>.</summary>
    public void Load(CodeWriter writer)
    {
        for (int column = 0; column < columns; column++)
        {
            string values = string.Join(", ", Blocks.Select(block => $"{Accumulator(block, column)} = {set.Load("dw" + MethodText.Plus(Packed(block, column)))}"));
            writer.Line($"{set.Vector} {values};");
        }
    }

    /// <summary>One step with a vector at an address for each block and a float for each column.</summary>
    public void Step(CodeWriter writer, Func<int, string> vectorAddress, Func<int, string> scalar) =>
        StepOf(writer, block => set.Load(vectorAddress(block)), scalar);

    /// <summary>One step with a vector for each block and a float for each column.</summary>
    public void StepOf(CodeWriter writer, Func<int, string> vector, Func<int, string> scalar)
    {
        writer.Line($"{set.Vector} {string.Join(", ", Blocks.Select(b => $"w{b} = {vector(b)}"))};");
        for (int column = 0; column < columns; column++)
        {
            string declaration = column == 0 ? $"{set.Vector} " : "";
            IEnumerable<string> adds = Blocks.Select(block =>
                $"{Accumulator(block, column)} = {set.MultiplyAdd($"w{block}", "s", Accumulator(block, column))};");
            WriteLines(writer, $"{declaration}s = {set.Broadcast(scalar(column))}; ", adds);
        }
    }

    /// <summary>One step whose vectors lie one behind the other at <c>w</c>, which moves on.</summary>
    public void Step(CodeWriter writer, Func<int, string> scalar)
    {
        EmitPrefetch(writer);
        Step(writer, block => $"w{MethodText.Plus(block * set.Lanes)}", scalar);
        writer.Line($"w += {blocks * set.Lanes};");
    }

    /// <summary>
    /// Weights of large layers come from memory: the processor's own prefetching stops at every page and lets a tile wait there. Tiles of
    /// one block belong to small layers, whose weights stay in a cache.
    /// </summary>
    private void EmitPrefetch(CodeWriter writer)
    {
        if (blocks == 1 || !set.Has(TargetFeatures.Prefetch)) return;
        int lineFloats = set.Machine.LineBytes / sizeof(float), distance = set.Machine.StreamPrefetch / sizeof(float);
        IEnumerable<int> lines = Enumerable.Range(0, ((blocks * set.Lanes) + lineFloats - 1) / lineFloats);
        writer.Line(string.Join(" ", lines.Select(line => set.PrefetchNear($"w + {distance + (line * lineFloats)}"))));
    }

    /// <summary>Adds the product of a vector with the broadcast scalar in a variable.</summary>
    public string Add(int block, int column, string vector, string scalar) =>
        $"{Accumulator(block, column)} = {set.MultiplyAdd(vector, scalar, Accumulator(block, column))};";

    /// <summary>Adds the products of the vector at an address, for which it uses the variable <c>v</c>, with some of the weights <c>w0</c>, <c>w1</c>…, each to a column.</summary>
    public void AddProducts(CodeWriter writer, string address, IEnumerable<(int Column, int Weight)> products) => WriteLines(
        writer, $"v = {set.Load(address)}; ",
        products.Select(product => $"{Accumulator(0, product.Column)} = {set.MultiplyAdd($"w{product.Weight}", "v", Accumulator(0, product.Column))};"));

    /// <summary>Moves the lanes of all accumulators by one place in their groups.</summary>
    public void Turn(CodeWriter writer, int group)
    {
        for (int block = 0; block < blocks; block++)
        {
            string[] turns = [.. Enumerable.Range(0, columns).Select(c => $"{Accumulator(block, c)} = {set.Turn(Accumulator(block, c), group)};")];
            WriteLines(writer, turns[0] + " ", turns.Skip(1));
        }
    }

    /// <summary>Declares what <see cref="Activated"/> uses, out of <c>walk.Epilogue</c>.</summary>
    public void BeginEpilogue(CodeWriter writer, bool leaky) => writer.Line(leaky
        ? $"{set.Vector} slope = {set.Broadcast("walk.Epilogue.Slope")};"
        : $"{set.Vector} low = {set.Broadcast("walk.Epilogue.Low")}, high = {set.Broadcast("walk.Epilogue.High")};");

    /// <summary>An accumulator after its epilogue, which begins with adding a residual if there is one.</summary>
    public string Activated(int block, int column, bool leaky, string residual = "")
    {
        string c = Accumulator(block, column);
        if (residual.Length > 0 && leaky) return set.Max($"({c} += {residual}) * slope", c);
        if (residual.Length > 0) c = $"{c} + {residual}";
        return leaky ? set.Max($"{c} * slope", c) : set.Min("high", set.Max("low", c));
    }

    /// <summary>Stores the accumulators as packed values behind <c>dw</c>.</summary>
    public void Store(CodeWriter writer)
    {
        for (int column = 0; column < columns; column++)
        {
            writer.Line(string.Join(" ", Blocks.Select(block =>
                set.Store(Accumulator(block, column), "dw" + MethodText.Plus(Packed(block, column))))));
        }
    }

    private IEnumerable<int> Blocks => Enumerable.Range(0, blocks);

    private static string Accumulator(int block, int column) => $"c{block}_{column}";

    private int Packed(int block, int column) => ((column * blocks) + block) * set.Lanes;

    private static void WriteLines(CodeWriter writer, string first, IEnumerable<string> statements)
    {
        string[] all = [.. statements];
        if (all.Length == 0) writer.Line(first.TrimEnd());
        for (int i = 0; i < all.Length; i += LineLength)
            writer.Line((i == 0 ? first : "    ") + string.Join(" ", all.Skip(i).Take(LineLength)));
    }
}
