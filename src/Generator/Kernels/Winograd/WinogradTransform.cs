using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// Winograd's minimal filtering F(m, r) in one direction: m outputs of a filter with r taps from n = m + r − 1 products (S. Winograd,
/// Arithmetic Complexity of Computations, 1980; A. Lavin and S. Gray, Fast Algorithms for Convolutional Neural Networks, 2016). With a
/// stride s it is the sum of s such filters: every s-th tap meets every s-th input only. That makes n = s·(m − 1) + r products of as
/// many inputs.
/// </summary>
/// <param name="Outputs">m.</param>
/// <param name="Taps">r.</param>
/// <param name="Stride">s, at most 2.</param>
internal sealed record WinogradTransform(int Outputs, int Taps, int Stride = 1)
{
    /// <summary>n: inputs that a tile reads, and products.</summary>
    public int Size => (Stride * (Outputs - 1)) + Taps;

    /// <summary>Different filters of the products: those of a lone tap are all that tap.</summary>
    public int Filters => Phases.Sum(phase => phase.Filters);

    /// <summary>
    /// The points that come in pairs of both signs; a phase takes as many as it needs. They keep the rounding errors of 32 bits small, and
    /// all coefficients of data are exact.
    /// </summary>
    public IReadOnlyList<double> Points => (Phases.Max(phase => phase.Pairs), Stride) switch
    {
        (1, _) => [1],
        (2, 1) => [0.75, 1.5],
        (2, _) => [0.5, 1.5],
        _ => throw new NotSupportedException($"Winograd's transform F({Outputs}, {Taps}) with stride {Stride} has no points; expected at most 6 products of a phase."),
    };

    /// <summary>As it stands in the names of bodies.</summary>
    public string Name => $"m{Outputs}n{Size}{(Stride == 1 ? "" : $"s{Stride}")}";

    /// <summary>The products' inputs Bᵀ·d of the data at an address for each, each given to a statement.</summary>
    public void EmitInput(CodeWriter writer, InstructionSet set, Func<int, string> address, Func<int, string, string> statement)
    {
        foreach (WinogradPhase phase in Phases)
        {
            WinogradText.Loads(writer, set, phase.Inputs, address);
            phase.EmitInput(writer, set, Points, statement);
        }
    }

    /// <summary>The outputs Aᵀ·d of the products at an address for each, declared as <c>y0</c>, <c>y1</c>….</summary>
    public void EmitOutput(CodeWriter writer, InstructionSet set, Func<int, string> address)
    {
        WinogradText.Loads(writer, set, Enumerable.Range(0, Size), address);
        foreach (WinogradPhase phase in Phases) phase.EmitPairs(writer, set);
        for (int i = 0; i < Outputs; i++)
            writer.Line($"{set.Vector} y{i} = {WinogradText.Sum(set, Phases.SelectMany(phase => phase.OutputTerms(i, Points)))};");
    }

    /// <summary>Declares the constants that <see cref="EmitInput"/> uses.</summary>
    public void EmitInputConstants(CodeWriter writer, InstructionSet set) =>
        WinogradText.Constants(writer, set, Phases.SelectMany(phase => phase.InputFactors(Points)));

    /// <summary>Declares the constants that <see cref="EmitOutput"/> uses.</summary>
    public void EmitOutputConstants(CodeWriter writer, InstructionSet set) =>
        WinogradText.Constants(writer, set, Enumerable.Range(0, Outputs).SelectMany(i => Phases.SelectMany(phase => phase.OutputTerms(i, Points))).Select(term => term.Factor));

    /// <summary>The filters whose sum it is, that of the first tap first.</summary>
    private IEnumerable<WinogradPhase> Phases
    {
        get
        {
            int product = 0, pair = 0;
            for (int first = 0; first < Stride; first++)
            {
                var phase = new WinogradPhase(Outputs, (Taps - first + Stride - 1) / Stride, Stride, first, product, pair);
                yield return phase;
                product += phase.Size;
                pair += phase.Pairs;
            }
        }
    }
}
