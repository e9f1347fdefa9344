using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using Shape = NetGen.Generator.Graph.Shape;

namespace NetGen.Kernels.Tests;

public sealed class ActivationKernelTests
{
    private const int Images = 2;

    /// <summary>Errors of the functions themselves, stated at VectorMathKernel, and a few roundings of products.</summary>
    private const double Roundings = 8;

    private static readonly IReadOnlyList<ActivationCase> _cases =
    [
        .. from shape in Cases.Shapes select new ActivationCase(ActivationFunction.ReLU, shape),
        .. from shape in Cases.Shapes select new ActivationCase(ActivationFunction.LeakyReLU, shape) { Slope = 0.01f },
        .. from shape in new ShapeCase[] { new(1, 1, 1), new(5, 2, 2), new(17, 7, 13), new(37, 1, 1) }
           from function in new[] { ActivationFunction.Identity, ActivationFunction.Sigmoid, ActivationFunction.Tanh }
           select new ActivationCase(function, shape),
        new(ActivationFunction.ReLU, new(17, 7, 5)) { OutputHalo = Edges.All(1) },
        new(ActivationFunction.LeakyReLU, new(5, 2, 2)) { Slope = 1.5f },
        new(ActivationFunction.LeakyReLU, new(5, 2, 2)) { Slope = -0.5f },
        new(ActivationFunction.LeakyReLU, new(5, 2, 2)) { Slope = 1e-5f },
    ];

    internal static KernelLibrary Library { get; } = new(
        [.. _cases.Select(item => item.Forward), .. _cases.Select(item => item.Backward)]);

    public static TheoryData<string, string> Rows => InstructionSets.With(_cases);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Forward_is_the_function_of_each_element(string set, string text)
    {
        ActivationCase item = Find(text);
        Tensor x = item.Input;
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer source = memory.Tensor(x, item.InputForm), target = memory.Blank(Images, item.OutputForm);
            Library.RunBlocks(item.Forward, instructions, Images, source.Layout.Blocks, source, target);
            Close.Assert(item.Reference.Forward(x), target.Read(), Roundings);
        });
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Forward_in_place_gives_the_same(string set, string text)
    {
        ActivationCase item = Find(text);
        if (item.InputForm != item.OutputForm) return;
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer both = memory.Tensor(item.Input, item.InputForm);
            Library.RunBlocks(item.Forward, instructions, Images, both.Layout.Blocks, both, both);
            Close.Assert(item.Reference.Forward(item.Input), both.Read(), Roundings);
        });
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Backward_is_the_derivative_times_the_gradient(string set, string text)
    {
        ActivationCase item = Find(text);
        Tensor dy = Tensor.Random(2, Images, item.Shape.Channels, item.Shape.Height, item.Shape.Width);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer x = item.Function == ActivationFunction.LeakyReLU
                ? memory.Tensor(item.Input, item.InputForm)
                : memory.Blank(Images, item.InputForm);
            TensorBuffer y = memory.Tensor(item.Reference.Forward(item.Input), item.OutputForm);
            TensorBuffer gradient = memory.Tensor(dy, item.OutputForm), result = memory.Blank(Images, item.InputForm);
            Library.RunBlocks(item.Backward, instructions, Images, x.Layout.Blocks, x, y, gradient, result);

            // Sigmoid and tanh take their derivative from the rounded y: near 1 its rounding is as large as 1 - y itself.
            double scale = item.Function is ActivationFunction.Sigmoid or ActivationFunction.Tanh ? 1 : 0;
            Close.Assert(item.Reference.Backward(item.Input, dy), result.Read(), Roundings, scale);

            if (item.InputForm != item.OutputForm) return;
            Library.RunBlocks(item.Backward, instructions, Images, x.Layout.Blocks, x, y, gradient, gradient);
            Close.AssertExact(result.Read(), gradient.Read());
        });
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Rows), MemberType = typeof(InstructionSets))]
    public void A_NaN_is_not_hidden(string set)
    {
        var shape = new ShapeCase(1, 1, 1);
        foreach (ActivationCase item in _cases.Where(item => item.Shape == shape && item.Function != ActivationFunction.Identity))
        {
            KernelMemory.Guarded(set, (memory, instructions) =>
            {
                TensorBuffer x = memory.Tensor(new Tensor(1, 1).Map(_ => double.NaN), item.InputForm), y = memory.Blank(1, item.OutputForm);
                Library.RunBlocks(item.Forward, instructions, 1, 1, x, y);
                Assert.True(double.IsNaN(y.Read()[0, 0]), $"{item} of NaN is {y.Read()[0, 0]}.");
            });
        }
    }

    [Fact]
    public void A_slope_that_means_nothing_does_not_distinguish_specs()
    {
        var form = new TensorForm(Shape.Of(3, 4, 5));
        Assert.Equal(
            new ActivationKernel(ActivationFunction.ReLU, 0.3f, form, form), new ActivationKernel(ActivationFunction.ReLU, 0, form, form));
        Assert.NotEqual(
            new ActivationKernel(ActivationFunction.LeakyReLU, 0.3f, form, form),
            new ActivationKernel(ActivationFunction.LeakyReLU, 0, form, form));
    }

    [Fact]
    public void A_planar_tensor_is_refused()
    {
        var planar = new TensorForm(Shape.Of(3, 4, 5), default, Planar: true);
        var kernel = new ActivationKernel(ActivationFunction.ReLU, 0, planar, planar);
        ArgumentException error = Assert.Throws<ArgumentException>(() => KernelCompiler.Source(kernel, InstructionSet.Avx2));
        Assert.Contains("got the planar tensor 3×4×5", error.Message, StringComparison.Ordinal);
    }

    private static ActivationCase Find(string text) => _cases.Single(item => item.ToString() == text);

    private sealed record ActivationCase(ActivationFunction Function, ShapeCase Shape)
    {
        public float Slope { get; init; }

        /// <summary>The input's, unless it is said.</summary>
        public Edges OutputHalo { get; init; } = Shape.Halo;

        public Tensor Input => Tensor.Random(1, Images, Shape.Channels, Shape.Height, Shape.Width, scale: 6);

        public TensorForm InputForm => Shape.Form;

        public TensorForm OutputForm => Shape.Form with { Halo = OutputHalo };

        public ActivationKernel Forward => new(Function, Slope, InputForm, OutputForm);

        public ActivationBackwardKernel Backward => new(Function, Slope, InputForm, OutputForm, OutputForm, InputForm);

        public ScalarFunction Reference => Function switch
        {
            ActivationFunction.Identity => Activations.Identity,
            ActivationFunction.ReLU => Activations.ReLU,
            ActivationFunction.LeakyReLU => Activations.LeakyReLU(Slope),
            ActivationFunction.Sigmoid => Activations.Sigmoid,
            _ => Activations.Tanh,
        };

        public override string ToString() => Forward.Name;
    }
}
