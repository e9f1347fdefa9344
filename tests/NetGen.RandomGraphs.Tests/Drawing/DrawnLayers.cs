using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;
using static NetGen.RandomGraphs.Tests.Drawing.WindowLayers;

namespace NetGen.RandomGraphs.Tests.Drawing;

/// <summary>How layers of each kind are drawn. Null where the kind does not fit the shape.</summary>
internal static class DrawnLayers
{
    /// <summary>Kinds of operations that several tensors meet in, which the writers of stages draw themselves.</summary>
    public static readonly Type[] Combinations = [typeof(Add), typeof(Multiply), typeof(Concat)];

    private static readonly (string Text, Activation Operation)[] _activations =
    [
        ("ReLU", new(ActivationFunction.ReLU, 0)),
        ("ReLU6", new(ActivationFunction.ReLU6, 0)),
        ("LeakyReLU(0.125)", new(ActivationFunction.LeakyReLU, 0.125f)),
        ("LeakyReLU(-0.5)", new(ActivationFunction.LeakyReLU, -0.5f)),
        ("ELU", new(ActivationFunction.ELU, 1)),
        ("ELU(0.5)", new(ActivationFunction.ELU, 0.5f)),
        ("SELU", new(ActivationFunction.SELU, 0)),
        ("GELU", new(ActivationFunction.GELU, 0)),
        ("GELU(Approximate = GeluApproximation.Tanh)", new(ActivationFunction.GELUTanh, 0)),
        ("SiLU", new(ActivationFunction.SiLU, 0)),
        ("Sigmoid", new(ActivationFunction.Sigmoid, 0)),
        ("HardSigmoid", new(ActivationFunction.HardSigmoid, 0)),
        ("HardSwish", new(ActivationFunction.HardSwish, 0)),
        ("Tanh", new(ActivationFunction.Tanh, 0)),
        ("Softplus", new(ActivationFunction.Softplus, 1)),
        ("Softplus(2)", new(ActivationFunction.Softplus, 2)),
    ];

    private static readonly Dictionary<Type, (int Weight, Func<Dice, Shape, Layer?> Draw)> _table = new()
    {
        [typeof(Conv)] = (26, (dice, x) => x.SpatialRank == 0 ? null : dice.Chance(20) ? Depthwise(dice, x) : WindowLayers.Conv(dice, x)),
        [typeof(ConvTranspose)] = (6, WindowLayers.ConvTranspose),
        [typeof(MaxPool)] = (9, (dice, x) => x.SpatialRank == 0 ? null : WindowLayers.MaxPool(dice, x)),
        [typeof(AvgPool)] = (9, (dice, x) => x.SpatialRank == 0 ? null : WindowLayers.AvgPool(dice, x)),
        [typeof(GlobalAvgPool)] = (3, (_, x) => x.SpatialRank == 0 ? null : new Layer("GlobalAvgPool2d", new GlobalAvgPool())),
        [typeof(GlobalMaxPool)] = (3, (_, x) => x.SpatialRank == 0 ? null : new Layer("GlobalMaxPool2d", new GlobalMaxPool())),
        [typeof(AdaptiveAvgPool)] = (4, DrawAdaptive),
        [typeof(Upsample)] = (5, DrawUpsample),
        [typeof(BatchNorm)] = (10, DrawBatchNorm),
        [typeof(LayerNorm)] = (4, (dice, x) => x.Length < 5 ? null : Affine(dice, "LayerNorm", affine => new LayerNorm(1e-5f, affine))),
        [typeof(InstanceNorm)] = (4, DrawInstanceNorm),
        [typeof(GroupNorm)] = (4, DrawGroupNorm),
        [typeof(LocalResponseNorm)] = (4, DrawLocalResponseNorm),
        [typeof(Dropout)] = (6, DrawDropout),
        [typeof(Activation)] = (26, (dice, _) => dice.Pick(_activations) is var (text, operation) ? new Layer(text, operation) : null),
        [typeof(PReLU)] = (5, (dice, _) => dice.Chance(50)
            ? new Layer("PReLU", new PReLU(1)) : new Layer("PReLU(PerChannel = true)", new PReLUPerChannel(0.25f))),
        [typeof(Softmax)] = (4, (dice, x) => x.Channels == 1 ? null
            : dice.Chance(50) ? new Layer("Softmax", new Softmax(Log: false)) : new Layer("LogSoftmax", new Softmax(Log: true))),
        [typeof(Flatten)] = (3, (_, _) => new Layer("Flatten", new Flatten())),
        [typeof(Reshape)] = (4, DrawReshape),
        [typeof(ZeroPad)] = (4, DrawZeroPad),
        [typeof(Linear)] = (16, (dice, x) => x.SpatialRank == 0 ? Linear(dice, dice.Pick(3, 5, 16, 17, 33), dice.Chance(75)) : null),
    };

    /// <summary>The kinds that can be drawn.</summary>
    public static IEnumerable<Type> Operations => _table.Keys;

    /// <summary>A layer that fits a shape.</summary>
    public static (Layer Layer, Shape Result) Draw(Dice dice, Shape input)
    {
        (int, Func<Dice, Shape, Layer?>)[] kinds = [.. _table.Values];
        while (true)
        {
            if (dice.Weigh(kinds)(dice, input) is { } layer && layer.On(input) is { } result) return (layer, result);
        }
    }

    /// <summary>The text of an activation.</summary>
    public static string DrawActivation(Dice dice) => dice.Pick(_activations).Text;

    public static Layer Linear(Dice dice, int features, bool bias = true) => new(
        Invariant($"Linear({features}{(bias ? "" : ", Bias = false")})"), new Linear(features, bias));

    private static Layer Affine(Dice dice, string start, Func<bool, Operation> operation)
    {
        bool affine = dice.Chance(70);
        string open = start.Contains('(', StringComparison.Ordinal) ? start + ", " : start + "(";
        return new Layer($"{open}Affine = {(affine ? "true" : "false")})", operation(affine));
    }

    private static Layer DrawBatchNorm(Dice dice, Shape input)
    {
        if (dice.Chance(70)) return new Layer("BatchNorm", new BatchNorm(1e-5f, 0.1f, Affine: true));
        return Affine(dice, "BatchNorm(Epsilon = 1e-3, Momentum = 0.25", affine => new BatchNorm(1e-3f, 0.25f, affine));
    }

    // Two values that are normalised become ±1 whatever they were, and their gradient is what roundings leave of zero.
    private static Layer? DrawInstanceNorm(Dice dice, Shape input) =>
        input.Pixels < 6 || input.SpatialRank == 0 ? null : Affine(dice, "InstanceNorm", affine => new InstanceNorm(1e-5f, affine));

    private static Layer? DrawGroupNorm(Dice dice, Shape input)
    {
        int[] groups = [.. Enumerable.Range(1, input.Channels).Where(groups => input.Channels % groups == 0 && input.Length / groups >= 6)];
        if (groups.Length == 0) return null;
        int count = dice.Pick(groups);
        return Affine(dice, Invariant($"GroupNorm({count}"), affine => new GroupNorm(count, 1e-5f, affine));
    }

    // With the defaults the factor is nearly 1, and a wrong gradient would hide behind the tolerance.
    private static Layer? DrawLocalResponseNorm(Dice dice, Shape input)
    {
        if (input.SpatialRank == 0) return null;
        int size = dice.Pick(3, 4, 5);
        return new Layer(
            Invariant($"LocalResponseNorm({size}, Alpha = 0.5, Beta = 0.75, K = 2)"), new LocalResponseNorm(size, 0.5f, 0.75f, 2));
    }

    private static Layer DrawDropout(Dice dice, Shape input)
    {
        bool whole = input.SpatialRank > 0 && dice.Chance(40);
        return dice.Chance(30)
            ? new Layer(whole ? "Dropout2d(0)" : "Dropout(0)", new Dropout(0, whole))
            : new Layer(whole ? "Dropout2d(0.25)" : "Dropout(0.25)", new Dropout(0.25f, whole));
    }

    private static Layer? DrawAdaptive(Dice dice, Shape input)
    {
        if (input.SpatialRank != 2) return null;
        int height = dice.Between(1, 4), width = dice.Chance(50) ? height : dice.Between(1, 4);
        string text = height == width ? Invariant($"{height}") : Invariant($"{height}, {width}");
        return new Layer($"AdaptiveAvgPool2d({text})", new AdaptiveAvgPool(new Size(height, width)));
    }

    private static Layer? DrawUpsample(Dice dice, Shape input)
    {
        if (input.SpatialRank != 2) return null;
        bool bilinear = dice.Chance(50), corners = bilinear && dice.Chance(50);
        string more = (bilinear ? ", Mode = UpsampleMode.Bilinear" : "") + (corners ? ", AlignCorners = true" : "");
        var mode = bilinear ? Generator.Graph.Operations.UpsampleMode.Bilinear : Generator.Graph.Operations.UpsampleMode.Nearest;
        if (dice.Chance(60)) return new Layer($"Upsample(2{more})", new UpsampleBy(2, mode, corners));
        int height = dice.Between(3, 11), width = dice.Between(3, 11);
        return new Layer(Invariant($"Upsample({height}, {width}{more})"), new Upsample(new Size(height, width), mode, corners));
    }

    private static Layer? DrawReshape(Dice dice, Shape input)
    {
        int length = (int)input.Length;
        int[] channels = [.. Enumerable.Range(1, 20).Where(channels => length % channels == 0)];
        int first = dice.Pick(channels), rest = length / first;
        if (dice.Chance(40)) return new Layer(Invariant($"Reshape({first}, -1)"), new Reshape(EquatableArray.Of(first, -1)));
        int[] rows = [.. Enumerable.Range(1, 12).Where(rows => rest % rows == 0)];
        int height = dice.Pick(rows);
        return new Layer(Invariant($"Reshape({first}, {height}, {rest / height})"), new Reshape(EquatableArray.Of(first, height, rest / height)));
    }

    private static Layer? DrawZeroPad(Dice dice, Shape input)
    {
        if (input.SpatialRank != 2) return null;
        if (dice.Chance(40)) return new Layer("ZeroPad(1)", new ZeroPad(Edges.All(1)));
        int left = dice.Between(-1, 2), right = dice.Between(-1, 2), top = dice.Between(-1, 2), bottom = dice.Between(-1, 2);
        return new Layer(Invariant($"ZeroPad({left}, {right}, {top}, {bottom})"), new ZeroPad(new Edges(top, left, bottom, right)));
    }
}
