using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;

namespace NetGen.Kernels.Tests;

public sealed class PReLUKernelTests
{
    private const int Images = 3;

    private static readonly bool[] _choices = [false, true];

    internal static KernelLibrary Library { get; } = new(
        from shape in Cases.Shapes from shared in _choices from kernel in new KernelSpec[] { Forward(shape, shared), Backward(shape, shared) } select kernel);

    public static TheoryData<string, string> Rows => InstructionSets.With(Cases.Shapes);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Forward_scales_what_is_not_positive(string set, string text)
    {
        ShapeCase shape = Find(text);
        Tensor x = shape.Random(1, Images);
        foreach (bool shared in _choices)
        {
            Tensor slope = Slope(shape, shared);
            KernelMemory.Guarded(set, (memory, instructions) =>
            {
                TensorBuffer source = memory.Tensor(x, shape.Form), target = memory.Blank(Images, shape.Form);
                for (int image = 0; image < Images; image++)
                {
                    for (int block = 0; block < source.Layout.Blocks; block++)
                        Library.Run(Forward(shape, shared), instructions, source.Image(image), memory.Floats(slope), target.Image(image), block);
                }

                Close.Assert(PReLU.Forward(x, slope), target.Read(), 1);
            });
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Backward_sums_the_slopes_gradient_over_the_batch(string set, string text)
    {
        ShapeCase shape = Find(text);
        Tensor x = shape.Random(1, Images), dy = shape.Random(2, Images);
        foreach (bool shared in _choices)
        {
            Tensor slope = Slope(shape, shared);
            (Tensor dx, Tensor ds) = PReLU.Backward(x, dy, slope);
            KernelMemory.Guarded(set, (memory, instructions) =>
            {
                TensorBuffer source = memory.Tensor(x, shape.Form), gradient = memory.Tensor(dy, shape.Form), target = memory.Blank(Images, shape.Form);
                FloatBuffer slopes = memory.Floats(slope), sums = memory.Floats(slope.Channels);
                PReLUBackwardKernel kernel = Backward(shape, shared);
                for (int part = 0; part < kernel.Parts(instructions); part++)
                    Library.Run(kernel, instructions, source, gradient, target, slopes, sums, Images, part);
                Close.Assert(dx, target.Read(), 1);
                Close.Assert(ds, sums.Read(slope.Channels), 16, scale: Math.Sqrt(x.Values.Length / slope.Channels));

                for (int part = 0; part < kernel.Parts(instructions); part++)
                    Library.Run(kernel, instructions, source, gradient, gradient, slopes, sums, Images, part);
                Assert.True(target.HasSameBits(gradient));
            });
        }
    }

    private static ShapeCase Find(string text) => Cases.Shapes.Single(item => item.ToString() == text);

    private static Tensor Slope(ShapeCase shape, bool shared) => Tensor.Random(3, 1, shared ? 1 : shape.Channels);

    private static PReLUKernel Forward(ShapeCase shape, bool shared) => new(shape.Form, shape.Form, shared ? 1 : shape.Channels);

    private static PReLUBackwardKernel Backward(ShapeCase shape, bool shared) => new(shape.Form, shape.Form, shape.Form, shared ? 1 : shape.Channels);
}
