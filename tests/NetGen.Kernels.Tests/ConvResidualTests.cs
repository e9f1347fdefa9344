using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;

namespace NetGen.Kernels.Tests;

/// <summary>Convolutions that add a tensor before their activation.</summary>
public sealed class ConvResidualTests
{
    private const int Images = 2;

    /// <summary>The halo of what is added is the output's, none, or another one.</summary>
    private static readonly Edges[] _halos = [Edges.None, Edges.All(1), new(0, 2, 1, 0)];

    private static readonly IReadOnlyList<ConvCase> _cases =
    [
        .. ConvCases.Tables.Where((item, i) => i % 4 == 0 || item.Activation != ActivationFunction.Identity || item.Depth > 1 || item.Outputs > 100),
        .. ConvCases.Random.Take(30),
    ];

    internal static KernelLibrary Library { get; } = new(_cases.Select(Kernel));

    public static TheoryData<string, string> Rows => InstructionSets.With(_cases);

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_sum_is_made_before_the_activation(string set, string text)
    {
        ConvCase item = _cases.Single(item => item.ToString() == text);
        ConvReference reference = ConvReference.Of(item, Images);
        Tensor residual = Tensor.Random(7, Images, item.Outputs, item.OutHeight, item.OutWidth, depth: item.OutDepth);
        Tensor sum = Conv2d.Forward(reference.X, reference.Weight, item.Bias ? reference.Bias : null, item.Window, item.Groups);
        Tensor expected = item.Function.Forward(sum.Zip(residual, (a, b) => a + b));
        Tensor magnitude = reference.Forward.Magnitude.Zip(residual.Magnitude(), (a, b) => a + b);
        KernelMemory.Guarded(set, (memory, instructions) =>
            Sums.Assert(expected, Run(memory, instructions, item, reference, residual).Read(), magnitude, item.Terms + 1));
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Rows), MemberType = typeof(InstructionSets))]
    public void The_result_may_overwrite_what_is_added(string set)
    {
        InstructionSet named = InstructionSets.Named(set);
        ConvCase[] cases = [.. _cases.Where(item => Kernel(item).Residual == item.Output)];
        Assert.NotEmpty(cases);
        foreach (ConvCase item in cases)
        {
            ConvReference reference = ConvReference.Of(item, Images);
            Tensor residual = Tensor.Random(7, Images, item.Outputs, item.OutHeight, item.OutWidth, depth: item.OutDepth);
            KernelMemory.Guarded(set, (memory, _) =>
            {
                TensorBuffer apart = Run(memory, named, item, reference, residual);
                TensorBuffer inPlace = Run(memory, named, item, reference, residual, overwrites: true);
                Assert.Equal(apart.Read().Values.ToArray(), inPlace.Read().Values.ToArray());
            });
        }
    }

    /// <summary>What is added has poison in its halo.</summary>
    private static TensorBuffer Run(KernelMemory memory, InstructionSet set, ConvCase item, ConvReference reference, Tensor residual, bool overwrites = false)
    {
        ConvKernel kernel = Kernel(item);
        TensorBuffer x = memory.Tensor(reference.X, item.Input, zeroHalo: true), r = memory.Tensor(residual, kernel.Residual!);
        TensorBuffer y = overwrites ? r : memory.Blank(Images, item.Output);
        FloatBuffer w = memory.Packed(kernel.Weights(set) with { Plain = item.ForwardStrides }, reference.Weight);
        FloatBuffer? bias = item.Bias ? memory.PackedVector(reference.Bias, set) : null;
        using var poison = new HaloPoison(x, item.Reach);
        for (int image = 0; image < Images; image++)
        {
            for (int part = kernel.Parts(set) - 1; part >= 0; part--)
                Library.Run(kernel, set, x.Image(image), w, bias, r.Image(image), y.Image(image), part);
        }

        return y;
    }

    private static ConvKernel Kernel(ConvCase item) => item.Forward with
    {
        Residual = item.Output with { Halo = _halos[(item.Height + item.Outputs) % _halos.Length] },
    };
}
