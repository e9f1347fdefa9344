using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using Shape = NetGen.Generator.Graph.Shape;

namespace NetGen.Kernels.Tests;

public sealed class GlobalAvgPoolKernelTests
{
    private const int Images = 2;

    private static readonly IReadOnlyList<ShapeCase> _cases = [.. Cases.Shapes, new(5, 56, 56), new(5, 56, 57) { Halo = Edges.All(1) }];

    internal static KernelLibrary Library { get; } = new(
        _cases.SelectMany(shape => new KernelSpec[] { Forward(shape), Backward(shape) }));

    public static TheoryData<string, string> Rows => InstructionSets.With(_cases);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Forward_is_the_mean_of_each_channel(string set, string text)
    {
        ShapeCase shape = _cases.Single(item => item.ToString() == text);
        Tensor x = shape.Random(1, Images);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer source = memory.Tensor(x, shape.Form), target = memory.Blank(Images, Output(shape));
            Library.RunBlocks(Forward(shape), instructions, Images, source.Layout.Blocks, source, target);

            // Runs of 64 pixels or rows in four accumulators, then the sum of runs; and the product with the rounded 1/n.
            Close.Assert(GlobalAvgPool2d.Forward(x), target.Read(), (shape.Width / 4) + (shape.Depth * shape.Height) + 6, scale: 0.5);
        });
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Backward_shares_the_gradient_among_the_pixels(string set, string text)
    {
        ShapeCase shape = _cases.Single(item => item.ToString() == text);
        Tensor dy = Tensor.Random(2, Images, shape.Channels);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer dx = memory.Blank(Images, shape.Form);
            Library.RunBlocks(Backward(shape), instructions, Images, dx.Layout.Blocks, memory.Tensor(dy, Output(shape)), dx);
            Tensor x = shape.Random(1, Images);
            Close.Assert(GlobalAvgPool2d.Backward(x, dy), dx.Read(), 2);
        });
    }

    private static TensorForm Output(ShapeCase shape) => new(Shape.Of(shape.Channels));

    private static GlobalAvgPoolKernel Forward(ShapeCase shape) => new(shape.Form, Output(shape));

    private static GlobalAvgPoolBackwardKernel Backward(ShapeCase shape) => new(Output(shape), shape.Form);
}
