using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;

namespace NetGen.Kernels.Tests;

/// <summary>Sums and products of tensors, and what their gradients are made of.</summary>
public sealed class CombineKernelTests
{
    private const int Images = 2;

    internal static KernelLibrary Library { get; } = new(Cases.Shapes.SelectMany(shape => new KernelSpec[]
    {
        Sum(shape), Product(shape), Accumulate(shape), ChannelSum(shape), ChannelDot(shape),
    }));

    public static TheoryData<string, string> Rows => InstructionSets.With(Cases.Shapes);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Tensors_are_added_and_accumulated(string set, string text)
    {
        ShapeCase shape = Find(text);
        Tensor a = shape.Random(1, Images), b = shape.Random(2, Images);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer x = memory.Tensor(a, shape.Form), other = memory.Tensor(b, Wider(shape)), y = memory.Blank(Images, shape.Form);
            Library.RunBlocks(Sum(shape), instructions, Images, x.Layout.Blocks, x, other, y);
            Close.Assert(Activations.ReLU.Forward(a.Zip(b, (p, q) => p + q)), y.Read(), 1);
            Library.RunBlocks(Accumulate(shape), instructions, Images, x.Layout.Blocks, other, x);
            Close.Assert(a.Zip(b, (p, q) => p + q), x.Read(), 1);
        });
    }

    /// <summary>One value for each channel, as squeeze-and-excitation has it.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void A_vector_of_channels_multiplies_all_their_pixels(string set, string text)
    {
        ShapeCase shape = Find(text);
        Tensor a = shape.Random(1, Images), b = Tensor.Random(2, Images, shape.Channels), product = a.Like();
        Tensor dot = b.Like(), sum = b.Like();
        foreach ((int n, int c, int row, int column) in a.Indices)
        {
            product[n, c, row, column] = a[n, c, row, column] * b[n, c];
            sum[n, c] += a[n, c, row, column];
            dot[n, c] += a[n, c, row, column] * product[n, c, row, column];
        }

        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer x = memory.Tensor(a, shape.Form), y = memory.Blank(Images, Wider(shape));
            TensorBuffer sums = memory.Blank(Images, Vector(shape)), dots = memory.Blank(Images, Vector(shape));
            Library.RunBlocks(Product(shape), instructions, Images, x.Layout.Blocks, x, memory.Tensor(b, Vector(shape)), y);
            Library.RunBlocks(ChannelSum(shape), instructions, Images, x.Layout.Blocks, x, sums);
            Library.RunBlocks(ChannelDot(shape), instructions, Images, x.Layout.Blocks, x, y, dots);
            Close.Assert(product, y.Read(), 1);
            Close.Assert(sum, sums.Read(), 16, scale: Math.Sqrt(a.Pixels));
            Close.Assert(dot, dots.Read(), 16, scale: Math.Sqrt(a.Pixels));
        });
    }

    private static ShapeCase Find(string text) => Cases.Shapes.Single(item => item.ToString() == text);

    private static TensorForm Wider(ShapeCase shape) => shape.Form with { Halo = new(1, 2, 0, 1) };

    private static TensorForm Vector(ShapeCase shape) => new(Generator.Graph.Shape.Of(shape.Channels));

    private static CombineKernel Sum(ShapeCase shape) => new(CombineFunction.Add, shape.Form, Wider(shape), shape.Form, ActivationFunction.ReLU);

    private static CombineKernel Product(ShapeCase shape) => new(CombineFunction.Multiply, shape.Form, Vector(shape), Wider(shape));

    private static AccumulateKernel Accumulate(ShapeCase shape) => new(Wider(shape), shape.Form);

    private static ChannelSumKernel ChannelSum(ShapeCase shape) => new(shape.Form, Vector(shape));

    private static ChannelDotKernel ChannelDot(ShapeCase shape) => new(shape.Form, Wider(shape), Vector(shape));
}
