using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using Shape = NetGen.Generator.Graph.Shape;

namespace NetGen.Kernels.Tests;

/// <summary>Pools of whole channels.</summary>
public sealed class GlobalAvgPoolKernelTests
{
    private const int Images = 2;

    private static readonly IReadOnlyList<ShapeCase> _cases = [.. Cases.Shapes, new(5, 56, 56), new(5, 56, 57) { Halo = Edges.All(1) }];

    internal static KernelLibrary Library { get; } = new(
        _cases.SelectMany(shape => new KernelSpec[] { Forward(shape), Backward(shape), Max(shape), MaxBackward(shape) }));

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

            // A run in four accumulators, their sum and that of all runs; and the product with the rounded 1/n.
            Close.Assert(GlobalAvgPool2d.Forward(x), target.Read(), LongSum.RunLength + 6, scale: 0.5);
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

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_largest_value_gets_the_gradient_if_it_is_the_first(string set, string text)
    {
        ShapeCase shape = _cases.Single(item => item.ToString() == text);
        Tensor x = shape.Random(1, Images).Map(value => Math.Round(value * 3)), dy = Tensor.Random(2, Images, shape.Channels);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer source = memory.Tensor(x, shape.Form), y = memory.Blank(Images, Output(shape)), dx = memory.Blank(Images, shape.Form);
            Library.RunBlocks(Max(shape), instructions, Images, source.Layout.Blocks, source, y);
            Library.RunBlocks(MaxBackward(shape), instructions, Images, source.Layout.Blocks, source, y, memory.Tensor(dy, Output(shape)), dx);
            Close.AssertExact(GlobalMaxPool2d.Forward(x), y.Read());
            Close.AssertExact(GlobalMaxPool2d.Backward(x, dy), dx.Read());
        });
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Rows), MemberType = typeof(InstructionSets))]
    public void A_NaN_is_the_largest_value(string set)
    {
        ShapeCase shape = _cases.Single(item => item.ToString() == "7x13x13");
        Tensor x = shape.Random(1, Images);
        x[1, 3, 5, 6] = double.NaN;
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer source = memory.Tensor(x, shape.Form), y = memory.Blank(Images, Output(shape));
            Library.RunBlocks(Max(shape), instructions, Images, source.Layout.Blocks, source, y);
            Close.AssertExact(GlobalMaxPool2d.Forward(x), y.Read());
        });
    }

    private static GlobalMaxPoolKernel Max(ShapeCase shape) => new(shape.Form, Output(shape));

    private static GlobalMaxPoolBackwardKernel MaxBackward(ShapeCase shape) => new(shape.Form, Output(shape), Output(shape), shape.Form);

    private static TensorForm Output(ShapeCase shape) => new(Shape.Of(shape.Channels));

    private static GlobalAvgPoolKernel Forward(ShapeCase shape) => new(shape.Form, Output(shape));

    private static GlobalAvgPoolBackwardKernel Backward(ShapeCase shape) => new(Output(shape), shape.Form);
}
