using System.Collections.Concurrent;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Reference;
using Conv2d = NetGen.Reference.Conv2d;
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

    /// <summary>Planes of the input; 1 for an image.</summary>
    public int Depth { get; init; } = 1;

    public int OutDepth => Window.OutDepth(Depth);

    public int OutHeight => Window.OutHeight(Height);

    public int OutWidth => Window.OutWidth(Width);

    public Size Kernel => new(Window.KernelHeight, Window.KernelWidth, Window.KernelDepth);

    public Size Stride => new(Window.StrideHeight, Window.StrideWidth, Window.StrideDepth);

    public Size Dilation => new(Window.DilationHeight, Window.DilationWidth, Window.DilationDepth);

    public Edges Padding => new(Window.Top, Window.Left, Window.Bottom, Window.Right, Window.Front, Window.Back);

    public ConvAxes Axes => ConvAxes.Forward(Output.Shape, Kernel, Stride, Padding, Dilation);

    /// <summary>How far the forward pass reads beyond the input's edges.</summary>
    public Edges Reach => Axes.Reach(InputShape);

    public TensorForm Input => new(InputShape, Plus(Reach, Wider), Planar);

    public TensorForm Output => new(Of(Outputs, OutDepth, OutHeight, OutWidth), OutputHalo);

    public ConvKernel Forward => new(Input, Output, Axes.Vertical, Axes.Horizontal, Groups, Bias, Activation, Slope) { Depth = Axes.Depth };

    /// <summary>The gradient by the output, with the halo that the gradient by the input asks for.</summary>
    public TensorForm OutputGradient => Output with
    {
        Halo = Plus(Phases.Select(phase => phase.Reach).Aggregate(Edges.None, Edges.Max), Wider),
    };

    public TensorForm InputGradient => new(InputShape, OutputHalo);

    public ConvWeightGradientKernel WeightGradient => new(Input, OutputGradient, Axes.Vertical, Axes.Horizontal, Groups) { Depth = Axes.Depth };

    /// <summary>The plain weights O×(I/groups)×kD×kH×kW as the forward pass reads them.</summary>
    public PlainStrides ForwardStrides => PlainStrides.Forward(Kernel, Inputs, Groups);

    /// <summary>The gradient by the input: one convolution for each remainder of the position by the strides.</summary>
    public IEnumerable<CasePhase> Phases =>
        ConvPhase.Of(InputShape, Kernel, Stride, Padding, Dilation).Select(phase => new CasePhase(this, phase));

    /// <summary>Products of one output, with its bias and its activation.</summary>
    public int Terms => (Inputs / Groups * Window.Size) + 2;

    public ScalarFunction Function => Activation switch
    {
        ActivationFunction.ReLU => Activations.ReLU,
        ActivationFunction.ReLU6 => Activations.ReLU6,
        ActivationFunction.LeakyReLU => Activations.LeakyReLU(Slope),
        _ => Activations.Identity,
    };

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
        string volume = Depth == 1 && w.KernelDepth == 1 && (w.Front, w.Back) == (0, 0) ? ""
            : $" depth {Depth} k{w.KernelDepth} s{w.StrideDepth} p{w.Front}_{w.Back} d{w.DilationDepth}";
        return $"{Inputs}x{Height}x{Width} to {Outputs} {kernel}{stride}{padding}{dilation}{volume}{rest}";
    }

    private Shape InputShape => Of(Inputs, Depth, Height, Width);

    private static Shape Of(int channels, int depth, int height, int width) =>
        depth == 1 ? Shape.Of(channels, height, width) : Shape.Of(channels, depth, height, width);

    private static Edges Plus(Edges a, Edges b) =>
        new(a.Top + b.Top, a.Left + b.Left, a.Bottom + b.Bottom, a.Right + b.Right, a.Front + b.Front, a.Back + b.Back);
}

/// <summary>The gradient by the input at the positions with one remainder by the strides.</summary>
internal sealed record CasePhase(ConvCase Case, ConvPhase Phase)
{
    public ConvKernel Kernel => new(
        Case.OutputGradient, Case.InputGradient, Phase.Axes.Vertical, Phase.Axes.Horizontal, Case.Groups, Bias: false)
    {
        Depth = Phase.Axes.Depth,
    };

    /// <summary>How far it reads beyond the edges of the gradient by the output.</summary>
    public Edges Reach => Phase.Axes.Reach(Case.Output.Shape);

    /// <summary>The plain weights with outputs and inputs exchanged, and only the taps of this phase.</summary>
    public PlainStrides Strides => Phase.Strides(Case.Kernel, Case.Inputs, Case.Groups);
}

/// <summary>The operands of a case and what the reference makes of them.</summary>
internal sealed class ConvReference
{
    private static readonly ConcurrentDictionary<(ConvCase, int), Lazy<ConvReference>> _all = new();

    private readonly Lazy<(Tensor, Tensor)> _forward;
    private readonly Lazy<((Tensor Input, Tensor Weight, Tensor Bias) Value, (Tensor Input, Tensor Weight, Tensor Bias) Magnitude)> _backward;

    private ConvReference(ConvCase item, int images)
    {
        X = HideUnread(item, Tensor.Random(1, images, item.Inputs, item.Height, item.Width, depth: item.Depth));
        Weight = Tensor.Random(
            2, item.Outputs, item.Inputs / item.Groups, item.Window.KernelHeight, item.Window.KernelWidth, depth: item.Window.KernelDepth);
        Bias = Tensor.Random(3, 1, item.Outputs);
        OutputGradient = Tensor.Random(4, images, item.Outputs, item.OutHeight, item.OutWidth, depth: item.OutDepth);
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
        HashSet<(int, int, int)> read =
        [
            .. from voxel in new Tensor(1, 1, item.OutHeight, item.OutWidth, item.OutDepth).Voxels
               from tap in item.Window.Taps(x, voxel.Plane, voxel.Row, voxel.Column)
               select (tap.Plane, tap.Row, tap.Column),
        ];
        foreach ((int n, int c, int plane, int row, int column) in x.Voxels)
        {
            if (!read.Contains((plane, row, column))) x[n, c, row, column, plane] = double.NaN;
        }

        return x;
    }
}
