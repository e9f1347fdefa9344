using System.Collections.Concurrent;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes;
using NetGen.Reference;
using Conv2d = NetGen.Reference.Conv2d;
using ConvLayer = NetGen.Generator.Graph.Operations.Conv2d;
using Shape = NetGen.Generator.Graph.Shape;
using Window = NetGen.Reference.Window;

namespace NetGen.Kernels.Tests;

/// <summary>One convolution, from inputs×height×width to outputs, with the kernels that compute it and its gradients.</summary>
internal sealed record ConvCase(int Inputs, int Outputs, int Height, int Width, Window Window, int Groups = 1)
{
    public bool Planar { get; init; }

    public bool Bias { get; init; } = true;

    public ActivationFunction Activation { get; init; }

    public float Slope { get; init; }

    /// <summary>How much wider the halo of what is read is than the taps reach.</summary>
    public Edges Wider { get; init; }

    /// <summary>The halo of what is written.</summary>
    public Edges OutputHalo { get; init; }

    public int OutHeight => Window.OutHeight(Height);

    public int OutWidth => Window.OutWidth(Width);

    public ConvAxis Vertical => TensorForms.Axes(Layer, Output.Shape).Vertical;

    public ConvAxis Horizontal => TensorForms.Axes(Layer, Output.Shape).Horizontal;

    /// <summary>How far the forward pass reads beyond the input's edges.</summary>
    public Edges Reach => ReachOf(Vertical, Horizontal, Height, Width);

    public TensorForm Input => new(Shape.Of(Inputs, Height, Width), Plus(Reach, Wider), Planar);

    public TensorForm Output => new(Shape.Of(Outputs, OutHeight, OutWidth), OutputHalo);

    public ConvKernel Forward => new(Input, Output, Vertical, Horizontal, Groups, Bias, Activation, Slope);

    /// <summary>The gradient by the output, with the halo that the gradient by the input asks for.</summary>
    public TensorForm OutputGradient => Output with
    {
        Halo = Plus(Phases.Select(phase => phase.Reach).Aggregate(Edges.None, Edges.Max), Wider),
    };

    public TensorForm InputGradient => new(Shape.Of(Inputs, Height, Width), OutputHalo);

    public ConvWeightGradientKernel WeightGradient => new(Input, OutputGradient, Vertical, Horizontal, Groups);

    /// <summary>The plain weights O×(I/groups)×kH×kW as the forward pass reads them.</summary>
    public PlainStrides ForwardStrides => PlanBuilder.ForwardStrides(Layer, Input.Shape);

    /// <summary>The gradient by the input: one convolution for each remainder of row and column by the strides.</summary>
    public IEnumerable<ConvPhase> Phases =>
        from phase in TensorForms.BackwardPhases(Layer, InputGradient.Shape)
        select new ConvPhase(this, phase.Vertical, phase.Horizontal);

    /// <summary>Products of one output, with its bias and its activation.</summary>
    public int Terms => (Inputs / Groups * Window.KernelHeight * Window.KernelWidth) + 2;

    public ScalarFunction Function => Activation switch
    {
        ActivationFunction.ReLU => Activations.ReLU,
        ActivationFunction.ReLU6 => Activations.ReLU6,
        ActivationFunction.LeakyReLU => Activations.LeakyReLU(Slope),
        _ => Activations.Identity,
    };

    public static Edges ReachOf(ConvAxis vertical, ConvAxis horizontal, int height, int width) => new(
        vertical.ReachBefore, horizontal.ReachBefore, vertical.ReachAfter(height), horizontal.ReachAfter(width));

    public override string ToString()
    {
        Window w = Window;
        string kernel = $"k{w.KernelHeight}x{w.KernelWidth}";
        string stride = (w.StrideHeight, w.StrideWidth) == (1, 1) ? "" : $" s{w.StrideHeight}x{w.StrideWidth}";
        string padding = (w.Top, w.Left, w.Bottom, w.Right) == (0, 0, 0, 0) ? "" : $" p{w.Top}_{w.Left}_{w.Bottom}_{w.Right}";
        string dilation = (w.DilationHeight, w.DilationWidth) == (1, 1) ? "" : $" d{w.DilationHeight}x{w.DilationWidth}";
        string rest = (Groups == 1 ? "" : $" g{Groups}") + (Planar ? " planar" : "") + (Bias ? "" : " no bias")
            + KernelNames.Epilogue(Activation, Slope)
            + (Wider == Edges.None ? "" : $" wider {KernelNames.Of(Wider)}")
            + (OutputHalo == Edges.None ? "" : $" out {KernelNames.Of(OutputHalo)}");
        return $"{Inputs}x{Height}x{Width} to {Outputs} {kernel}{stride}{padding}{dilation}{rest}";
    }

    private ConvLayer Layer => new(
        Outputs, new(Window.KernelHeight, Window.KernelWidth), new(Window.StrideHeight, Window.StrideWidth),
        new(Window.Top, Window.Left, Window.Bottom, Window.Right), new(Window.DilationHeight, Window.DilationWidth), Groups, Bias);

    private static Edges Plus(Edges a, Edges b) => new(a.Top + b.Top, a.Left + b.Left, a.Bottom + b.Bottom, a.Right + b.Right);
}

/// <summary>The gradient by the input at the positions with one remainder by the strides.</summary>
internal sealed record ConvPhase(ConvCase Case, BackwardPhase Vertical, BackwardPhase Horizontal)
{
    public ConvKernel Kernel =>
        new(Case.OutputGradient, Case.InputGradient, Vertical.Axis, Horizontal.Axis, Case.Groups, Bias: false);

    /// <summary>How far it reads beyond the edges of the gradient by the output.</summary>
    public Edges Reach => ConvCase.ReachOf(Vertical.Axis, Horizontal.Axis, Case.OutHeight, Case.OutWidth);

    /// <summary>The plain weights with outputs and inputs exchanged, and only the taps of this phase.</summary>
    public PlainStrides Strides
    {
        get
        {
            int width = Case.Window.KernelWidth, taps = Case.Window.KernelHeight * width;
            return new(
                taps, Case.Inputs / Case.Groups * taps, OutputsRestart: Case.Groups > 1, InputsRestart: false,
                (Vertical.FirstTap * width) + Horizontal.FirstTap, Vertical.TapStride * width, Horizontal.TapStride);
        }
    }
}

/// <summary>The operands of a case and what the reference makes of them.</summary>
internal sealed class ConvReference
{
    private static readonly ConcurrentDictionary<(ConvCase, int), Lazy<ConvReference>> _all = new();

    private readonly Lazy<(Tensor, Tensor)> _forward;
    private readonly Lazy<((Tensor Input, Tensor Weight, Tensor Bias) Value, (Tensor Input, Tensor Weight, Tensor Bias) Magnitude)> _backward;

    private ConvReference(ConvCase item, int images)
    {
        X = HideUnread(item, Tensor.Random(1, images, item.Inputs, item.Height, item.Width));
        Weight = Tensor.Random(2, item.Outputs, item.Inputs / item.Groups, item.Window.KernelHeight, item.Window.KernelWidth);
        Bias = Tensor.Random(3, 1, item.Outputs);
        OutputGradient = Tensor.Random(4, images, item.Outputs, item.OutHeight, item.OutWidth);
        Tensor? bias = item.Bias ? Bias : null;
        _forward = new(() => (
            item.Function.Forward(Conv2d.Forward(X, Weight, bias, item.Window, item.Groups)),
            Conv2d.Forward(Magnitude(X), Magnitude(Weight), bias is null ? null : Magnitude(bias), item.Window, item.Groups)));
        _backward = new(() => (
            Conv2d.Backward(X, Weight, OutputGradient, item.Window, item.Groups),
            Conv2d.Backward(Magnitude(X), Magnitude(Weight), Magnitude(OutputGradient), item.Window, item.Groups)));
    }

    /// <summary>The input; pixels that no tap reads are NaN.</summary>
    public Tensor X { get; }

    public Tensor Weight { get; }

    public Tensor Bias { get; }

    public Tensor OutputGradient { get; }

    /// <summary>The result, and the sums of its terms' absolute values.</summary>
    public (Tensor Value, Tensor Magnitude) Forward => _forward.Value;

    /// <summary>The gradients, and the sums of their terms' absolute values.</summary>
    public ((Tensor Input, Tensor Weight, Tensor Bias) Value, (Tensor Input, Tensor Weight, Tensor Bias) Magnitude) Backward => _backward.Value;

    public static ConvReference Of(ConvCase item, int images) =>
        _all.GetOrAdd((item, images), _ => new(() => new ConvReference(item, images))).Value;

    private static Tensor Magnitude(Tensor tensor) => tensor.Map(Math.Abs);

    private static Tensor HideUnread(ConvCase item, Tensor x)
    {
        var read = new HashSet<(int, int)>();
        for (int pixel = 0; pixel < item.OutHeight * item.OutWidth; pixel++)
        {
            foreach (Tap tap in item.Window.Taps(pixel / item.OutWidth, pixel % item.OutWidth, item.Height, item.Width))
                read.Add((tap.Row, tap.Column));
        }

        foreach ((int n, int c, int row, int column) in x.Indices)
        {
            if (!read.Contains((row, column))) x[n, c, row, column] = double.NaN;
        }

        return x;
    }
}
