using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using Shape = NetGen.Generator.Graph.Shape;
using Window = NetGen.Reference.Window;

namespace NetGen.Kernels.Tests;

/// <summary>A transposed convolution, computed by the kernels of the convolution whose gradient by the input it is.</summary>
internal sealed record TransposeCase(int Inputs, int Outputs, int Height, int Width, Window Window, int Groups = 1)
{
    public (int Height, int Width) OutputPadding { get; init; }

    public Size Kernel => new(Window.KernelHeight, Window.KernelWidth);

    public Size Stride => new(Window.StrideHeight, Window.StrideWidth);

    public Size Dilation => new(Window.DilationHeight, Window.DilationWidth);

    public Edges Padding => new(Window.Top, Window.Left, Window.Bottom, Window.Right);

    public Tensor X => Tensor.Random(1, 2, Inputs, Height, Width);

    public Tensor Weight => Tensor.Random(2, Inputs, Outputs / Groups, Window.KernelHeight, Window.KernelWidth);

    public Tensor Bias => Tensor.Random(3, 1, Outputs);

    public Tensor Forward(Tensor x, Tensor weight, Tensor bias) => ConvTranspose2d.Forward(x, weight, bias, Window, OutputPadding, Groups);

    public Tensor OutputGradient
    {
        get
        {
            Tensor y = Forward(X, Weight, Bias);
            return Tensor.Random(4, y.Images, y.Channels, y.Height, y.Width);
        }
    }

    private Shape InputShape => Shape.Of(Inputs, Height, Width);

    private Shape OutputShape => Forms.ShapeOf(Forward(X, Weight, Bias));

    public IReadOnlyList<ConvPhase> Phases => [.. ConvPhase.Of(OutputShape, Kernel, Stride, Padding, Dilation)];

    /// <summary>The input with the halo that the phases read.</summary>
    public TensorForm Input => new(InputShape, Phases.Select(phase => phase.Axes.Reach(InputShape)).Aggregate(Edges.None, Edges.Max));

    public TensorForm Output => new(OutputShape);

    public ConvKernel Phase(ConvPhase phase) =>
        new(Input, Output, phase.Axes.Vertical, phase.Axes.Horizontal, Groups, Bias: true) { Depth = phase.Axes.Depth };

    /// <summary>The weights I×(O/groups)×kH×kW are those of a convolution from O to I channels.</summary>
    public PlainStrides PhaseStrides(ConvPhase phase) => phase.Strides(Kernel, Outputs, Groups);

    public PlainStrides Strides => PlainStrides.Forward(Kernel, Outputs, Groups);

    private ConvAxes Axes => ConvAxes.Forward(InputShape, Kernel, Stride, Padding, Dilation);

    public TensorForm Gradient => new(OutputShape, Axes.Reach(OutputShape));

    /// <summary>The gradient by the input is the convolution of the gradient by the output.</summary>
    public ConvKernel InputGradient => new(Gradient, new TensorForm(InputShape), Axes.Vertical, Axes.Horizontal, Groups, Bias: false);

    /// <summary>Input and gradient change places.</summary>
    public ConvWeightGradientKernel WeightGradient => new(Gradient, Input, Axes.Vertical, Axes.Horizontal, Groups);

    public override string ToString() => $"{InputGradient.Name} {OutputPadding}";

    public static IReadOnlyList<TransposeCase> All { get; } =
    [
        new(5, 9, 3, 4, new Window(2, stride: 2)), new(9, 5, 4, 3, new Window(3, stride: 2, padding: 1)) { OutputPadding = (1, 1) },
        new(3, 17, 4, 5, new Window(3, padding: 1)), new(6, 4, 3, 3, new Window(3, stride: 2, padding: 1), Groups: 2) { OutputPadding = (1, 0) },
        new(4, 6, 3, 4, new Window(3, stride: 2, padding: 1, dilation: 2)) { OutputPadding = (1, 1) },
        new(4, 3, 3, 2, new Window(1, stride: 3)) { OutputPadding = (2, 1) },
        new(8, 8, 3, 3, new Window(2, 3) { StrideHeight = 3, StrideWidth = 2, Top = 1, Right = 1, DilationWidth = 2 }, Groups: 4) { OutputPadding = (2, 0) },
    ];

    public static TransposeCase Find(string text) => All.Single(item => item.ToString() == text);
}

public sealed class ConvTransposeTests
{
    internal static KernelLibrary Library { get; } = new(TransposeCase.All.SelectMany(item =>
        item.Phases.Select(item.Phase).Append<KernelSpec>(item.InputGradient).Append(item.WeightGradient)));

    public static TheoryData<string, string> Rows => InstructionSets.With(TransposeCase.All);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Phases_add_scaled_kernels_and_what_none_reaches_is_the_bias(string set, string text)
    {
        TransposeCase item = TransposeCase.Find(text);
        Tensor expected = item.Forward(item.X, item.Weight, item.Bias);
        Tensor magnitude = item.Forward(item.X.Magnitude(), item.Weight.Magnitude(), item.Bias.Magnitude());
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer x = memory.Tensor(item.X, item.Input, zeroHalo: true), y = memory.Blank(2, item.Output);
            FloatBuffer bias = memory.PackedVector(item.Bias, instructions);
            foreach (ConvPhase phase in item.Phases)
            {
                ConvKernel kernel = item.Phase(phase);
                FloatBuffer w = memory.Packed(kernel.Weights(instructions) with { Plain = item.PhaseStrides(phase) }, item.Weight);
                for (int image = 0; image < 2; image++)
                {
                    for (int part = 0; part < kernel.Parts(instructions); part++)
                        Library.Run(kernel, instructions, x.Image(image), w, bias, y.Image(image), part);
                }
            }

            Sums.Assert(expected, y.Read(), magnitude, (item.Inputs * item.Window.Size) + 2);
        });
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Gradients_are_those_of_the_convolution_the_other_way_round(string set, string text)
    {
        TransposeCase item = TransposeCase.Find(text);
        Tensor dy = item.OutputGradient;
        (Tensor dx, Tensor dw, _) = ConvTranspose2d.Backward(item.X, item.Weight, dy, item.Window, item.Groups);
        (Tensor dxSize, Tensor dwSize, _) =
            ConvTranspose2d.Backward(item.X.Magnitude(), item.Weight.Magnitude(), dy.Magnitude(), item.Window, item.Groups);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            ConvKernel byInput = item.InputGradient;
            ConvWeightGradientKernel byWeight = item.WeightGradient;
            TensorBuffer x = memory.Tensor(item.X, item.Input), g = memory.Tensor(dy, item.Gradient, zeroHalo: true), result = memory.Blank(2, byInput.Output);
            FloatBuffer w = memory.Packed(byInput.Weights(instructions) with { Plain = item.Strides }, item.Weight);
            for (int image = 0; image < 2; image++)
            {
                for (int part = 0; part < byInput.Parts(instructions); part++)
                    Library.Run(byInput, instructions, g.Image(image), w, null, result.Image(image), part);
            }

            Sums.Assert(dx, result.Read(), dxSize, item.Outputs * item.Window.Size);
            FloatBuffer packed = memory.Floats((int)byWeight.Weights(instructions).Length);
            for (int part = 0; part < byWeight.Parts(instructions); part++) Library.Run(byWeight, instructions, g, x, packed, 2, part);
            FloatBuffer plain = memory.Unpacked(byWeight.Weights(instructions) with { Plain = item.Strides }, packed, dw.Values.Length);
            Sums.Assert(dw, plain.ReadAs(dw), dwSize, 2 * item.Height * item.Width);
        });
    }
}
