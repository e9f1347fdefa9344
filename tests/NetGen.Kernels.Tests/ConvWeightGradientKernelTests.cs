using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;

namespace NetGen.Kernels.Tests;

public sealed class ConvWeightGradientKernelTests
{
    private static readonly int[] _batches = [1, 3];

    internal static KernelLibrary Library { get; } = new(ConvCases.Gradients.Select(item => item.WeightGradient));

    public static TheoryData<string, string> Rows => InstructionSets.With(ConvCases.Gradients);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Gradient_is_summed_over_pixels_and_images(string set, string text)
    {
        ConvCase item = ConvCases.Find(text);
        foreach (int images in _batches)
        {
            ConvReference reference = ConvReference.Of(item, images);
            KernelMemory.Guarded(set, (memory, instructions) =>
            {
                FloatBuffer packed = Run(memory, instructions, item, reference);
                Tensor gradient = Unpack(memory, instructions, item, packed, reference);
                int terms = images * item.OutDepth * item.OutHeight * item.OutWidth;
                Sums.Assert(reference.Backward.Value.Weight, gradient, reference.Backward.Magnitude.Weight, terms);
            });
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Rows), MemberType = typeof(InstructionSets))]
    public void The_order_of_parts_is_free(string set)
    {
        InstructionSet instructions = InstructionSets.Named(set);
        foreach (ConvCase item in ConvCases.Gradients.Where(item => item.WeightGradient.Parts(instructions) > 3))
        {
            ConvReference reference = ConvReference.Of(item, 1);
            KernelMemory.Guarded(set, (memory, _) =>
            {
                FloatBuffer forwards = Run(memory, instructions, item, reference);
                FloatBuffer backwards = Run(memory, instructions, item, reference, reversed: true);
                Assert.True(forwards.HasSameBits(backwards), $"{item}: the order of parts matters.");
            });
        }
    }

    private static FloatBuffer Run(
        KernelMemory memory, InstructionSet set, ConvCase item, ConvReference reference, bool reversed = false)
    {
        ConvWeightGradientKernel kernel = item.WeightGradient;
        TensorBuffer x = memory.Tensor(reference.X, kernel.Input, zeroHalo: true);
        TensorBuffer dy = memory.Tensor(reference.OutputGradient, kernel.OutputGradient);
        FloatBuffer packed = memory.Floats((int)kernel.Weights(set).Length);
        int[] parts = [.. Enumerable.Range(0, kernel.Parts(set))];
        if (reversed) Array.Reverse(parts);
        using var poison = new HaloPoison(x, item.Reach);
        foreach (int part in parts) Library.Run(kernel, set, x, dy, packed, reference.X.Images, part);
        return packed;
    }

    private static Tensor Unpack(KernelMemory memory, InstructionSet set, ConvCase item, FloatBuffer packed, ConvReference reference)
    {
        WeightPacking packing = item.WeightGradient.Weights(set) with { Plain = item.ForwardStrides };
        return memory.Unpacked(packing, packed, reference.Weight.Values.Length).ReadAs(reference.Weight);
    }
}
