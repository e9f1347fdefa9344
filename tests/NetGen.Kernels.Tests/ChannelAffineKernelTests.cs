using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;

namespace NetGen.Kernels.Tests;

public sealed class ChannelAffineKernelTests
{
    private const int Images = 2;

    private static readonly ActivationFunction[] _functions = [ActivationFunction.Identity, ActivationFunction.ReLU, ActivationFunction.Tanh];

    internal static KernelLibrary Library { get; } = new(
        from shape in Cases.Shapes from function in _functions select Kernel(shape, function));

    public static TheoryData<string, string> Rows => InstructionSets.With(Cases.Shapes);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_channel_is_scaled_shifted_and_activated(string set, string text)
    {
        ShapeCase shape = Cases.Shapes.Single(item => item.ToString() == text);
        Tensor x = shape.Random(1, Images);
        Tensor scale = Tensor.Random(2, 1, 48), shift = Tensor.Random(3, 1, 48), affine = x.Like();
        foreach ((int n, int c, int row, int column) in x.Indices) affine[n, c, row, column] = (x[n, c, row, column] * scale[0, c]) + shift[0, c];
        foreach (ActivationFunction function in _functions)
        {
            Tensor expected = function switch
            {
                ActivationFunction.ReLU => Activations.ReLU.Forward(affine),
                ActivationFunction.Tanh => Activations.Tanh.Forward(affine),
                _ => affine,
            };
            KernelMemory.Guarded(set, (memory, instructions) =>
            {
                ChannelAffineKernel kernel = Kernel(shape, function);
                TensorBuffer source = memory.Tensor(x, kernel.Input), target = memory.Blank(Images, kernel.Output);
                for (int image = 0; image < Images; image++)
                {
                    for (int block = 0; block < source.Layout.Blocks; block++)
                    {
                        Library.Run(
                            kernel, instructions, source.Image(image), memory.Floats(scale), memory.Floats(shift), target.Image(image), block);
                    }
                }

                Close.Assert(expected, target.Read(), 6, scale: 1);
            });
        }
    }

    private static ChannelAffineKernel Kernel(ShapeCase shape, ActivationFunction function) =>
        new(shape.Form, shape.Form with { Halo = Edges.All(1) }, function);
}
