using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;

namespace NetGen.Kernels.Tests;

/// <summary>The gradient of a convolution by its input: convolution kernels over the gradient by the output, one for each phase.</summary>
public sealed class ConvInputGradientTests
{
    private const int Images = 2;

    internal static KernelLibrary Library { get; } =
        new(ConvCases.Gradients.SelectMany(item => item.Phases).Select(phase => phase.Kernel));

    public static TheoryData<string, string> Rows => InstructionSets.With(ConvCases.Gradients);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Phases_write_each_pixel_once_and_together_are_the_gradient(string set, string text)
    {
        ConvCase item = ConvCases.Find(text);
        ConvReference reference = ConvReference.Of(item, Images);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            Tensor gradient = reference.X.Map(_ => double.NaN);
            foreach (CasePhase phase in item.Phases)
            {
                Tensor part = Run(memory, instructions, phase, reference).Read();
                Merge(part, gradient, phase);
            }

            int terms = item.Outputs / item.Groups * item.Window.Size;
            Sums.Assert(reference.Backward.Value.Input, gradient, reference.Backward.Magnitude.Input, terms);
        });
    }

    [Fact]
    public void Some_cases_have_phases_without_taps()
    {
        Assert.Contains(
            ConvCases.Gradients, item => item.Phases.Any(phase => phase.Phase.Axes.Taps == 0));
    }

    /// <summary>Runs one phase on a blank gradient, with poison wherever its taps have no business.</summary>
    private static TensorBuffer Run(KernelMemory memory, InstructionSet set, CasePhase phase, ConvReference reference)
    {
        ConvKernel kernel = phase.Kernel;
        TensorBuffer dy = memory.Tensor(reference.OutputGradient, kernel.Input, zeroHalo: true), dx = memory.Blank(Images, kernel.Output);
        FloatBuffer w = memory.Packed(kernel.Weights(set) with { Plain = phase.Strides }, reference.Weight);
        using var poison = new HaloPoison(dy, phase.Reach);
        for (int image = 0; image < Images; image++)
        {
            for (int part = 0; part < kernel.Parts(set); part++) Library.Run(kernel, set, dy.Image(image), w, null, dx.Image(image), part);
        }

        return dx;
    }

    /// <summary>What a phase leaves alone is still poison, and so reads as NaN.</summary>
    private static void Merge(Tensor part, Tensor gradient, CasePhase phase)
    {
        foreach ((int n, int c, int row, int column) in part.Indices)
        {
            double value = part[n, c, row, column];
            if (double.IsNaN(value)) continue;
            Assert.True(double.IsNaN(gradient[n, c, row, column]), $"Pixel {row}, {column} is written by {phase} and by another phase.");
            gradient[n, c, row, column] = value;
        }
    }
}
