using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Reference;

namespace NetGen.Kernels.Tests;

/// <summary>One fully connected layer: a vector or an image of inputs, and how many outputs.</summary>
internal sealed record LinearCase(Shape Inputs, int Outputs)
{
    public bool Planar { get; init; }

    public bool Bias { get; init; } = true;

    /// <summary>How the forward kernel's weights are stored, with every vector width.</summary>
    public WeightStorage Storage { get; init; }

    public ActivationFunction Activation { get; init; }

    public float Slope { get; init; }

    public int InputLength => (int)Inputs.Length;

    public TensorForm Input => new(Inputs, Edges.None, Planar);

    public TensorForm Output => new(Shape.Of(Outputs));

    public LinearKernel Forward => new(Input, Output, Bias, Activation, Slope) { Storage = Storage, SlowToo = Storage == WeightStorage.Bits28 };

    /// <summary>The gradient by the input, which is never planar.</summary>
    public LinearKernel InputGradient => new(Output, Input with { Planar = false }, Bias: false);

    public LinearWeightGradientKernel WeightGradient => new(Input, Output);

    /// <summary>The plain weights outputs×(channels·pixels).</summary>
    public PlainStrides Strides => PlainStrides.Forward(Inputs);

    public Tensor X(int images) => Tensor.Random(1, images, Inputs.Channels, Inputs.Height, Inputs.Width, depth: Inputs.Depth);

    public Tensor Weight { get; init; } = Tensor.Random(2, Outputs, (int)Inputs.Length);

    /// <summary>The weights as the forward kernel reads them.</summary>
    public Tensor ReadWeight
    {
        get
        {
            if (Storage != WeightStorage.BFloat16) return Weight;
            Tensor rounded = Weight.Like();
            for (int i = 0; i < rounded.Values.Length; i++) rounded.Values[i] = Round((float)Weight.Values[i]);
            return rounded;
        }
    }

    public Tensor BiasValues => Tensor.Random(3, 1, Outputs);

    public Tensor OutputGradient(int images) => Tensor.Random(4, images, Outputs);

    public ScalarFunction Function => Activation switch
    {
        ActivationFunction.ReLU => Activations.ReLU,
        ActivationFunction.ReLU6 => Activations.ReLU6,
        ActivationFunction.LeakyReLU => Activations.LeakyReLU(Slope),
        _ => Activations.Identity,
    };

    public override string ToString() => Forward.Name;

    /// <summary>
    /// Vectors, and images in blocks and in planes, with channels and outputs around the lanes, in part of a tile, in one, and in several.
    /// </summary>
    public static IReadOnlyList<LinearCase> All { get; } =
    [
        new(Shape.Of(1), 1), new(Shape.Of(3), 10), new(Shape.Of(16), 16), new(Shape.Of(17), 15), new(Shape.Of(37), 31),
        new(Shape.Of(7), 64), new(Shape.Of(8), 65), new(Shape.Of(9), 130), new(Shape.Of(5), 200), new(Shape.Of(31), 8), new(Shape.Of(2), 33),

        // More inputs than are read at once for many images.
        new(Shape.Of(1100), 37), new(Shape.Of(19, 6, 7), 20), new(Shape.Of(35, 5, 5), 9) { Planar = true },
        .. from planar in Either
           from shape in ImageShapes
           select new LinearCase(shape, shape.Channels + 12) { Planar = planar },
        .. from outputs in new[] { 1, 8, 33, 80, 130 }
           select new LinearCase(Shape.Of(37), outputs) { Storage = WeightStorage.BFloat16 },
        new(Shape.Of(19, 2, 3), 31) { Storage = WeightStorage.BFloat16 }, new(Shape.Of(3, 2, 3), 40) { Storage = WeightStorage.BFloat16, Planar = true }, new(Shape.Of(1100), 20) { Storage = WeightStorage.BFloat16 },
        new(Shape.Of(16), 70) { Storage = WeightStorage.BFloat16, Bias = false, Activation = ActivationFunction.LeakyReLU, Slope = 0.01f },
        .. from outputs in new[] { 1, 8, 33, 80, 130, 200 }
           select new LinearCase(Shape.Of(37), outputs) { Storage = WeightStorage.Bits28 },
        .. Bits28,
        new(Shape.Of(5), 140) { Storage = WeightStorage.Bits28 }, new(Shape.Of(35, 5, 5), 9) { Storage = WeightStorage.Bits28, Planar = true }, new(Shape.Of(1100), 20) { Storage = WeightStorage.Bits28 },
        new(Shape.Of(16), 70) { Storage = WeightStorage.Bits28, Bias = false, Activation = ActivationFunction.LeakyReLU, Slope = 0.01f },
        .. from bias in Either
           from epilogue in Epilogues
           select new LinearCase(Shape.Of(6, 1, 2), 37) { Bias = bias, Activation = epilogue.Function, Slope = epilogue.Slope },
    ];

    /// <summary>Without a bias and an epilogue, so that an input of a single one gives a weight: whole and partial parts, tiles and groups, and a partial block of channels.</summary>
    public static IReadOnlyList<LinearCase> Bits28 =>
    [
        new(Shape.Of(70), 300) { Storage = WeightStorage.Bits28, Bias = false }, new(Shape.Of(35, 2, 3), 150) { Storage = WeightStorage.Bits28, Bias = false },
    ];

    public static LinearCase Find(string text) => All.Single(item => item.ToString() == text);

    /// <summary>A normal number with 8 binary digits, ties to even.</summary>
    private static double Round(double value)
    {
        if (value == 0) return 0;
        double unit = Math.ScaleB(1, Math.ILogB(value) - 7);
        return Math.Round(value / unit, MidpointRounding.ToEven) * unit;
    }

    private static IEnumerable<bool> Either => [false, true];

    private static IEnumerable<Shape> ImageShapes =>
    [
        Shape.Of(1, 1, 7), Shape.Of(3, 2, 2), Shape.Of(4, 3, 1), Shape.Of(7, 3, 5), Shape.Of(8, 2, 3), Shape.Of(9, 1, 2), Shape.Of(16, 2, 2),
        Shape.Of(19, 2, 3), Shape.Of(50, 2, 2), Shape.Of(37, 1, 1), Shape.Of(9, 5), Shape.Of(18, 2, 3, 2), Shape.Of(3, 2, 2, 2),
    ];

    private static IEnumerable<(ActivationFunction Function, float Slope)> Epilogues =>
        [(ActivationFunction.Identity, 0), (ActivationFunction.ReLU, 0), (ActivationFunction.LeakyReLU, 0.01f), (ActivationFunction.LeakyReLU, 1), (ActivationFunction.ReLU6, 0)];
}
