using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using Upsample = NetGen.Reference.Upsample;

namespace NetGen.Kernels.Tests;

public sealed class UpsampleKernelTests
{
    private const int Images = 2;

    private static readonly IReadOnlyList<UpsampleCase> _cases =
    [
        .. from mode in new[] { (UpsampleMode.Nearest, false), (UpsampleMode.Bilinear, false), (UpsampleMode.Bilinear, true) }
           from size in new[]
           {
               (new ShapeCase(1, 1, 1), 3, 2), (new ShapeCase(5, 2, 3), 4, 6), (new ShapeCase(17, 3, 5), 7, 13),
               (new ShapeCase(8, 7, 6) { Halo = new(1, 0, 2, 1) }, 3, 6), (new ShapeCase(20, 4, 4), 1, 1), (new ShapeCase(3, 1, 41), 1, 123),
           }
           select new UpsampleCase(size.Item1, size.Item2, size.Item3, mode.Item1, mode.Item2),
    ];

    internal static KernelLibrary Library { get; } = new(_cases.SelectMany(item => new KernelSpec[] { item.Forward, item.Backward }));

    public static TheoryData<string, string> Rows => InstructionSets.With(_cases);

    /// <summary>Positions are floats: their rounding grows with the image and is a part of the weights.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Both_directions_take_the_pixels_that_PyTorch_takes(string set, string text)
    {
        UpsampleCase item = _cases.Single(item => item.ToString() == text);
        Tensor x = item.Shape.Random(1, Images), y = item.Reference.Forward(x, item.Height, item.Width);
        Tensor dy = Tensor.Random(2, Images, y.Channels, y.Height, y.Width);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer target = memory.Blank(Images, item.Output), dx = memory.Blank(Images, item.Shape.Form);
            Library.RunBlocks(item.Forward, instructions, Images, target.Layout.Blocks, memory.Tensor(x, item.Shape.Form), target);
            Library.RunBlocks(item.Backward, instructions, Images, target.Layout.Blocks, memory.Tensor(dy, item.Output), dx);
            Close.Assert(y, target.Read(), 8 + (4 * item.Shape.Width), scale: 1);
            Close.Assert(item.Reference.Backward(x, dy), dx.Read(), 16 + (4 * item.Shape.Width), scale: 2);
        });
    }

    private sealed record UpsampleCase(ShapeCase Shape, int Height, int Width, UpsampleMode Mode, bool AlignCorners)
    {
        public TensorForm Output => new(Generator.Graph.Shape.Of(Shape.Channels, Height, Width), Generator.Graph.Edges.All(1));

        public Upsample Reference => new(Mode == UpsampleMode.Bilinear, AlignCorners);

        public UpsampleKernel Forward => new(Shape.Form, Output, Mode, AlignCorners);

        public UpsampleBackwardKernel Backward => new(Output, Shape.Form, Mode, AlignCorners);

        public override string ToString() => Forward.Name;
    }
}
