using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;

namespace NetGen.Kernels.Tests;

public sealed class AdaptiveAvgPoolKernelTests
{
    private const int Images = 2;

    private static readonly IReadOnlyList<BinCase> _cases =
    [
        new(new(1, 1, 1), new(2, 3)), new(new(5, 7, 13), new(7, 13)), new(new(17, 13, 7), new(6, 6)), new(new(8, 13, 13), new(1, 1)),
        new(new(4, 5, 6) { Halo = new(1, 0, 2, 1) }, new(3, 8)), new(new(20, 3, 4) { Depth = 5 }, new(2, 3, 2)),
    ];

    internal static KernelLibrary Library { get; } = new(_cases.SelectMany(item => new KernelSpec[] { item.Forward, item.Backward }));

    public static TheoryData<string, string> Rows => InstructionSets.With(_cases);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Bins_reach_from_the_floor_to_the_ceiling(string set, string text)
    {
        BinCase item = _cases.Single(item => item.ToString() == text);
        Tensor x = item.Shape.Random(1, Images), y = AdaptiveAvgPool2d.Forward(x, item.Bins.Height, item.Bins.Width, item.Bins.Depth);
        Tensor dy = Tensor.Random(2, Images, y.Channels, y.Height, y.Width, depth: y.Depth);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer target = memory.Blank(Images, item.Output), dx = memory.Blank(Images, item.Shape.Form);
            Library.RunBlocks(item.Forward, instructions, Images, target.Layout.Blocks, memory.Tensor(x, item.Shape.Form), target);
            Library.RunBlocks(item.Backward, instructions, Images, target.Layout.Blocks, memory.Tensor(dy, item.Output), dx);
            Close.Assert(y, target.Read(), 64, scale: 1);
            Close.Assert(AdaptiveAvgPool2d.Backward(x, dy), dx.Read(), 16, scale: 1);
        });
    }

    private sealed record BinCase(ShapeCase Shape, Size Bins)
    {
        public TensorForm Output => new(Generator.Graph.Shape.Like(Shape.Form.Shape, Shape.Channels, Bins), new Edges(0, 1, 0, 2));

        public AdaptiveAvgPoolKernel Forward => new(Shape.Form, Output);

        public AdaptiveAvgPoolBackwardKernel Backward => new(Output, Shape.Form);

        public override string ToString() => Forward.Name;
    }
}
