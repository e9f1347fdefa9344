using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;

namespace NetGen.Kernels.Tests;

public sealed class BiasGradientKernelTests
{
    private static readonly int[] _batches = [1, 3];

    private static readonly IReadOnlyList<TensorForm> _forms =
    [
        .. Cases.Shapes.Select(shape => shape.Form), new(Shape.Of(1)), new(Shape.Of(37)), new(Shape.Of(9, 5)), new(Shape.Of(9, 3, 2, 5), new(1, 0, 2, 1, 1, 2)),
    ];

    internal static KernelLibrary Library { get; } = new(_forms.Select(form => new BiasGradientKernel(form)));

    public static TheoryData<string, string> Rows => InstructionSets.With(_forms.Select(form => new BiasGradientKernel(form).Name));

    [Theory]
    [MemberData(nameof(Rows))]
    public void Gradient_is_the_sum_over_pixels_and_images(string set, string name)
    {
        TensorForm form = _forms.First(form => new BiasGradientKernel(form).Name == name);
        Shape shape = form.Shape;
        foreach (int images in _batches)
        {
            Tensor dy = Tensor.Random(1, images, shape.Channels, shape.Height, shape.Width, depth: shape.Depth);
            KernelMemory.Guarded(set, (memory, instructions) =>
            {
                TensorBuffer gradient = memory.Tensor(dy, form);
                FloatBuffer db = memory.Floats(gradient.Layout.Blocks * instructions.Lanes);
                for (int block = 0; block < gradient.Layout.Blocks; block++)
                    Library.Run(new BiasGradientKernel(form), instructions, gradient, db, images, block);

                Sums.Assert(Sum(dy), db.Read(shape.Channels), Sum(dy.Magnitude()), LongSum.RunLength + 3);
            });
        }
    }

    private static Tensor Sum(Tensor dy)
    {
        var sum = new Tensor(1, dy.Channels);
        foreach ((int n, int c, int row, int column) in dy.Indices) sum[0, c] += dy[n, c, row, column];
        return sum;
    }
}
