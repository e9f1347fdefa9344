using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using LocalResponseNorm = NetGen.Reference.LocalResponseNorm;

namespace NetGen.Kernels.Tests;

public sealed class LocalResponseNormKernelTests
{
    private const int Images = 2;
    private const float Alpha = 0.8f, Beta = 0.75f, K = 2;
    private const double SmallestNormal = 1.17549435e-38;

    private static readonly int[] _sizes = [1, 2, 5, 20, 70];

    internal static KernelLibrary Library { get; } = new(
        from shape in Cases.Shapes from size in _sizes from kernel in new KernelSpec[] { Forward(shape, size), Backward(shape, size) } select kernel);

    public static TheoryData<string, string> Rows => InstructionSets.With(Cases.Shapes);

    /// <summary>A logarithm and an exponential of numbers up to 3, and the sum of the squares.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Both_directions_know_the_neighbours_of_a_channel(string set, string text)
    {
        ShapeCase shape = Cases.Shapes.Single(item => item.ToString() == text);
        Tensor x = shape.Random(1, Images, scale: 4), dy = shape.Random(2, Images);
        foreach (int size in _sizes)
        {
            var reference = new LocalResponseNorm(size, Alpha, Beta, K);
            KernelMemory.Guarded(set, (memory, instructions) =>
            {
                TensorBuffer source = memory.Tensor(x, shape.Form), y = memory.Blank(Images, shape.Form);
                Run(Forward(shape, size), instructions, source, y);
                Close.Assert(reference.Forward(x), y.Read(), 24);

                TensorBuffer gradient = memory.Tensor(dy, shape.Form), dx = memory.Blank(Images, shape.Form);
                Run(Backward(shape, size), instructions, source, gradient, dx);
                Close.Assert(reference.Backward(x, dy), dx.Read(), 48, scale: 1);
                Run(Backward(shape, size), instructions, source, gradient, gradient);
                Assert.True(dx.HasSameBits(gradient));
            });
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void What_is_not_finite_reaches_its_neighbours_and_nobody_else(string set, string text)
    {
        ShapeCase shape = Cases.Shapes.Single(item => item.ToString() == text);
        foreach (double odd in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            Tensor x = shape.Random(1, Images, scale: 4), dy = shape.Random(2, Images);
            x[1, shape.Channels / 2, 0, x.Width - 1] = odd;
            x[0, 0] = odd;
            foreach (int size in _sizes)
            {
                var reference = new LocalResponseNorm(size, Alpha, Beta, K);
                KernelMemory.Guarded(set, (memory, instructions) =>
                {
                    TensorBuffer source = memory.Tensor(x, shape.Form), y = memory.Blank(Images, shape.Form), dx = memory.Blank(Images, shape.Form);
                    Run(Forward(shape, size), instructions, source, y);
                    Close.Assert(reference.Forward(x), y.Read(), 24);
                    Run(Backward(shape, size), instructions, source, memory.Tensor(dy, shape.Form), dx);
                    Close.Assert(reference.Backward(x, dy), dx.Read(), 48, scale: 1);
                });
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Rows), MemberType = typeof(InstructionSets))]
    public void Squares_from_the_smallest_float_to_the_largest_are_normalised(string set)
    {
        var shape = new ShapeCase(37, 2, 7) { Halo = new(1, 1, 2, 2) };
        foreach (double scale in new[] { 1e-44, 1e-30, 1e-10, 1e5, 1e12, 3e18 })
        {
            Tensor x = shape.Random(1, Images, scale), dy = shape.Random(2, Images);
            var reference = new LocalResponseNorm(5, Alpha, Beta, K);
            KernelMemory.Guarded(set, (memory, instructions) =>
            {
                TensorBuffer source = memory.Tensor(x, shape.Form), y = memory.Blank(Images, shape.Form), dx = memory.Blank(Images, shape.Form);
                Run(Forward(shape, 5), instructions, source, y);
                Run(Backward(shape, 5), instructions, source, memory.Tensor(dy, shape.Form), dx);
                Tensor forward = reference.Forward(x), backward = reference.Backward(x, dy);

                // The power's exponent is a logarithm of up to 90, whose rounding is as large a part of the result.
                Close.Assert(forward, y.Read(), 200, scale: SmallestNormal);

                // Of squares above 1e30 the second term of the gradient is a product with floats that are too small to be normal.
                if (scale > 1e15) return;
                Close.Assert(backward, dx.Read(), 400, scale: backward.Magnitude().Values.ToArray().Max() + SmallestNormal);
            });
        }
    }

    private static void Run(KernelSpec kernel, InstructionSet set, params TensorBuffer[] tensors)
    {
        for (int image = 0; image < Images; image++)
        {
            for (int part = 0; part < ((IPartitioned)kernel).Parts(set); part++)
                Library.Run(kernel, set, [.. tensors.Select(tensor => (object)tensor.Image(image)), part]);
        }
    }

    private static LocalResponseNormKernel Forward(ShapeCase shape, int size) => new(shape.Form, shape.Form, size, Alpha, Beta, K);

    private static LocalResponseNormBackwardKernel Backward(ShapeCase shape, int size) => new(shape.Form, shape.Form, shape.Form, size, Alpha, Beta, K);
}
