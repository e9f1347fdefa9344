using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using Softmax = NetGen.Reference.Softmax;

namespace NetGen.Kernels.Tests;

public sealed class SoftmaxKernelTests
{
    private const int Images = 2;

    /// <summary>exp, the sum over the channels in each lane, and the division.</summary>
    private const double Roundings = 12;

    /// <summary>Inputs lie between ± this; the rounding of their difference is as large a part of exp as the difference.</summary>
    private const double Range = 8;

    private static readonly IReadOnlyList<ShapeCase> _cases = [.. Cases.Shapes, new(10, 1, 1), new(64, 1, 1), new(1000, 1, 1)];

    internal static KernelLibrary Library { get; } = new(_cases.SelectMany(shape => new KernelSpec[] { Forward(shape), Backward(shape), LogForward(shape), LogBackward(shape) }));

    public static TheoryData<string, string> Rows => InstructionSets.With(_cases);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Forward_is_a_distribution_over_the_channels(string set, string text)
    {
        ShapeCase shape = Find(text);
        Tensor x = Input(shape, Range);
        Check(set, x, Forward(shape), Softmax.Forward(x));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Forward_neither_overflows_nor_loses_large_or_small_inputs(string set, string text)
    {
        ShapeCase shape = Find(text);
        foreach (double offset in new[] { 3e4, -3e4 })
        {
            Tensor x = Input(shape, Range).Map(value => (float)(value + offset));
            Check(set, x, Forward(shape), Softmax.Forward(x));
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Backward_is_the_gradient_by_the_input(string set, string text)
    {
        ShapeCase shape = Find(text);
        Tensor y = Softmax.Forward(Input(shape, 4)), dy = Input(shape, 1);
        SoftmaxBackwardKernel kernel = Backward(shape);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer result = memory.Tensor(y, kernel.Output), gradient = memory.Tensor(dy, kernel.OutputGradient);
            TensorBuffer dx = memory.Blank(Images, kernel.InputGradient);
            for (int image = 0; image < Images; image++)
            {
                Library.Run(kernel, instructions, result.Image(image), gradient.Image(image), dx.Image(image));
            }

            Close.Assert(Softmax.Backward(y, dy), dx.Read(), Roundings, scale: y.Values.ToArray().Max());
        });
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_logarithm_is_taken_without_leaving_the_range(string set, string text)
    {
        ShapeCase shape = Find(text);
        foreach (double offset in new[] { 0, 3e4 })
        {
            Tensor x = Input(shape, 20).Map(value => (float)(value + offset));
            Check(set, x, LogForward(shape), LogSoftmax.Forward(x), scale: 40);
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Backward_of_the_logarithm_is_the_gradient_by_the_input(string set, string text)
    {
        ShapeCase shape = Find(text);
        Tensor y = LogSoftmax.Forward(Input(shape, 4)).Map(value => (float)value), dy = Input(shape, 1);
        SoftmaxBackwardKernel kernel = LogBackward(shape);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer result = memory.Tensor(y, kernel.Output), gradient = memory.Tensor(dy, kernel.OutputGradient);
            TensorBuffer dx = memory.Blank(Images, kernel.InputGradient);
            for (int image = 0; image < Images; image++)
            {
                Library.Run(kernel, instructions, result.Image(image), gradient.Image(image), dx.Image(image));
            }

            Close.Assert(LogSoftmax.Backward(y, dy), dx.Read(), Roundings, scale: Math.Sqrt(shape.Channels));
        });
    }

    private static void Check(string set, Tensor x, SoftmaxKernel kernel, Tensor expected, double scale = 0) => KernelMemory.Guarded(set, (memory, instructions) =>
    {
        TensorBuffer source = memory.Tensor(x, kernel.Input), target = memory.Blank(Images, kernel.Output);
        for (int image = 0; image < Images; image++) Library.Run(kernel, instructions, source.Image(image), target.Image(image));
        Close.Assert(expected, target.Read(), Roundings + (2 * Range), scale);
    });

    private static ShapeCase Find(string text) => _cases.Single(item => item.ToString() == text);

    private static Tensor Input(ShapeCase shape, double scale) =>
        shape.Random(1, Images, scale);

    private static TensorForm Form(ShapeCase shape, Edges halo) => shape.Form with { Halo = halo };

    private static SoftmaxKernel Forward(ShapeCase shape) => new(shape.Form, Form(shape, Edges.All(1)));

    private static SoftmaxKernel LogForward(ShapeCase shape) => Forward(shape) with { Log = true };

    private static SoftmaxBackwardKernel LogBackward(ShapeCase shape) => Backward(shape) with { Log = true };

    private static SoftmaxBackwardKernel Backward(ShapeCase shape) =>
        new(Form(shape, Edges.All(1)), shape.Form, Form(shape, Edges.None));
}
