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

    private static readonly IReadOnlyList<ActivationCase> _cases =
    [
        .. from shape in Cases.Shapes select new ActivationCase(ActivationFunction.ReLU, shape),
        .. from shape in Cases.Shapes select new ActivationCase(ActivationFunction.LeakyReLU, shape) { Slope = 0.01f },
        .. from shape in new ShapeCase[] { new(1, 1, 1), new(5, 2, 2), new(17, 7, 13), new(37, 1, 1) }
           from function in Enum.GetValues<ActivationFunction>()
           where function is not ActivationFunction.ReLU and not ActivationFunction.LeakyReLU
           select new ActivationCase(function, shape) { Slope = function == ActivationFunction.Softplus ? 1 : 0.7f },
        new(ActivationFunction.GELU, new(6, 3, 5) { Depth = 4, Halo = new(1, 0, 2, 1, 2, 1) }),
        new(ActivationFunction.Softplus, new(8, 9, 9)) { Slope = 5 },
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
            Close.Assert(item.Reference.Forward(x), target.Read(), item.Roundings, item.Scale);
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
            Close.Assert(item.Reference.Forward(item.Input), both.Read(), item.Roundings, item.Scale);
        });
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Backward_is_the_derivative_times_the_gradient(string set, string text)
    {
        ActivationCase item = Find(text);
        Tensor dy = item.Shape.Random(2, Images);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            string reads = ActivationText.Reads(item.Function);
            TensorBuffer x = reads == "x" ? memory.Tensor(item.Input, item.InputForm) : memory.Blank(Images, item.InputForm);
            TensorBuffer y = reads == "y"
                ? memory.Tensor(item.Reference.Forward(item.Input), item.OutputForm)
                : memory.Blank(Images, item.OutputForm);
            TensorBuffer gradient = memory.Tensor(dy, item.OutputForm), result = memory.Blank(Images, item.InputForm);
            Library.RunBlocks(item.Backward, instructions, Images, x.Layout.Blocks, x, y, gradient, result);

            // Derivatives are differences: near 1 the rounding of a sigmoid y is as large as 1 - y itself.
            Close.Assert(item.Reference.Backward(item.Input, dy), result.Read(), item.Roundings, item.IsPiecewiseConstant ? 0 : 1);

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
        ArgumentException error = Assert.Throws<ArgumentException>(() => KernelCompiler.Source(kernel, Targets.Avx2));
        Assert.Contains("got the planar tensor 3×4×5", error.Message, StringComparison.Ordinal);
    }

    private static ActivationCase Find(string text) => _cases.Single(item => item.ToString() == text);

    private sealed record ActivationCase(ActivationFunction Function, ShapeCase Shape)
    {
        public float Slope { get; init; }

        /// <summary>The input's, unless it is said.</summary>
        public Edges OutputHalo { get; init; } = Shape.Halo;

        public Tensor Input => Shape.Random(1, Images, scale: 6);

        public TensorForm InputForm => Shape.Form;

        public TensorForm OutputForm => Shape.Form with { Halo = OutputHalo };

        public ActivationKernel Forward => new(Function, Slope, InputForm, OutputForm);

        public ActivationBackwardKernel Backward => new(Function, Slope, InputForm, OutputForm, OutputForm, InputForm);

        public ScalarFunction Reference => Function switch
        {
            ActivationFunction.Identity => Activations.Identity,
            ActivationFunction.ReLU => Activations.ReLU,
            ActivationFunction.ReLU6 => Activations.ReLU6,
            ActivationFunction.LeakyReLU => Activations.LeakyReLU(Slope),
            ActivationFunction.ELU => Activations.ELU(Slope),
            ActivationFunction.SELU => Activations.SELU,
            ActivationFunction.GELU => Activations.GELU,
            ActivationFunction.GELUTanh => Activations.GELUTanh,
            ActivationFunction.SiLU => Activations.SiLU,
            ActivationFunction.Sigmoid => Activations.Sigmoid,
            ActivationFunction.HardSigmoid => Activations.HardSigmoid,
            ActivationFunction.HardSwish => Activations.HardSwish,
            ActivationFunction.Tanh => Activations.Tanh,
            ActivationFunction.Softplus => Activations.Softplus(Slope),
            _ => throw new InvalidOperationException($"Expected a function with a reference, got {Function}."),
        };

        /// <summary>
        /// Errors of the functions themselves, stated at VectorMathKernel, and a few roundings of products. GELU and Softplus are
        /// made of exp of numbers down to −30, whose own rounding is as large a part of the result as they are.
        /// </summary>
        public double Roundings => Function is ActivationFunction.GELU or ActivationFunction.GELUTanh or ActivationFunction.Softplus ? 64 : 8;

        /// <summary>Of the terms that cancel where HardSigmoid and HardSwish come to zero.</summary>
        public double Scale => Function is ActivationFunction.HardSigmoid or ActivationFunction.HardSwish ? 1 : 0;

        public bool IsPiecewiseConstant =>
            Function is ActivationFunction.Identity or ActivationFunction.ReLU or ActivationFunction.ReLU6 or ActivationFunction.LeakyReLU;

        public override string ToString() => Forward.Name;
    }
}
