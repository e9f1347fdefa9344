using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;

namespace NetGen.Generator.Declarations;

/// <summary>Turns a layer's attribute into its operation: one entry for each attribute, with the attribute's defaults.</summary>
internal static class LayerReader
{
    private const string Suffix = "Attribute";

    private static readonly Dictionary<string, Func<AttributeArguments, Operation>> _readers = new()
    {
        ["Conv1dAttribute"] = arguments => Conv(1, arguments),
        ["Conv2dAttribute"] = arguments => Conv(2, arguments),
        ["Conv3dAttribute"] = arguments => Conv(3, arguments),
        ["DepthwiseConv2dAttribute"] = arguments => new DepthwiseConv(
            WindowArguments.Kernel(2, arguments), WindowArguments.Stride(2, arguments), WindowArguments.Padding(2, arguments),
            WindowArguments.Dilation(2, arguments), arguments.Int("Multiplier", 1), arguments.Bool("Bias", true))
        {
            WeightInit = WeightInit(arguments),
            BiasInit = BiasInit(arguments),
        },
        ["ConvTranspose2dAttribute"] = arguments => new ConvTranspose(
            2, arguments.Int("outChannels", 0), WindowArguments.Kernel(2, arguments), WindowArguments.Stride(2, arguments),
            WindowArguments.Padding(2, arguments), WindowArguments.OutputPadding(2, arguments), WindowArguments.Dilation(2, arguments),
            arguments.Int("Groups", 1), arguments.Bool("Bias", true))
        {
            WeightInit = WeightInit(arguments),
            BiasInit = BiasInit(arguments),
        },
        ["MaxPool1dAttribute"] = arguments => MaxPool(1, arguments),
        ["MaxPool2dAttribute"] = arguments => MaxPool(2, arguments),
        ["MaxPool3dAttribute"] = arguments => MaxPool(3, arguments),
        ["AvgPool1dAttribute"] = arguments => AvgPool(1, arguments),
        ["AvgPool2dAttribute"] = arguments => AvgPool(2, arguments),
        ["AvgPool3dAttribute"] = arguments => AvgPool(3, arguments),
        ["GlobalAvgPool2dAttribute"] = _ => new GlobalAvgPool(),
        ["GlobalMaxPool2dAttribute"] = _ => new GlobalMaxPool(),
        ["AdaptiveAvgPool2dAttribute"] = arguments => new AdaptiveAvgPool(
            new Size(arguments.Int("height", arguments.Int("size", 0)), arguments.Int("width", arguments.Int("size", 0)))),
        ["UpsampleAttribute"] = Upsample,
        ["BatchNormAttribute"] = arguments => new BatchNorm(Epsilon(arguments), arguments.Float("Momentum", 0.1), arguments.Bool("Affine", true))
        {
            ScaleInit = arguments.Float("ScaleInit", 1),
        },
        ["LayerNormAttribute"] = arguments => new LayerNorm(Epsilon(arguments), arguments.Bool("Affine", true)),
        ["InstanceNormAttribute"] = arguments => new InstanceNorm(Epsilon(arguments), arguments.Bool("Affine", false)),
        ["GroupNormAttribute"] = arguments => new GroupNorm(arguments.Int("groups", 0), Epsilon(arguments), arguments.Bool("Affine", true)),
        ["LocalResponseNormAttribute"] = arguments => new LocalResponseNorm(
            arguments.Int("size", 0), arguments.Float("Alpha", 1e-4), arguments.Float("Beta", 0.75), arguments.Float("K", 1)),
        ["DropoutAttribute"] = arguments => new Dropout(arguments.Float("probability", 0.5), WholeChannels: false),
        ["Dropout2dAttribute"] = arguments => new Dropout(arguments.Float("probability", 0.5), WholeChannels: true),
        ["ReLUAttribute"] = _ => new Activation(ActivationFunction.ReLU, 0),
        ["ReLU6Attribute"] = _ => new Activation(ActivationFunction.ReLU6, 0),
        ["LeakyReLUAttribute"] = arguments => new Activation(ActivationFunction.LeakyReLU, arguments.Float("slope", 0.01)),
        ["PReLUAttribute"] = PReLU,
        ["ELUAttribute"] = arguments => new Activation(ActivationFunction.ELU, arguments.Float("alpha", 1)),
        ["SELUAttribute"] = _ => new Activation(ActivationFunction.SELU, 0),
        ["GELUAttribute"] = arguments => new Activation(
            arguments.Int("Approximate", 0) == 0 ? ActivationFunction.GELU : ActivationFunction.GELUTanh, 0),
        ["SiLUAttribute"] = _ => new Activation(ActivationFunction.SiLU, 0),
        ["SigmoidAttribute"] = _ => new Activation(ActivationFunction.Sigmoid, 0),
        ["HardSigmoidAttribute"] = _ => new Activation(ActivationFunction.HardSigmoid, 0),
        ["HardSwishAttribute"] = _ => new Activation(ActivationFunction.HardSwish, 0),
        ["TanhAttribute"] = _ => new Activation(ActivationFunction.Tanh, 0),
        ["SoftplusAttribute"] = arguments => new Activation(ActivationFunction.Softplus, arguments.Float("beta", 1)),
        ["SoftmaxAttribute"] = _ => new Softmax(Log: false),
        ["LogSoftmaxAttribute"] = _ => new Softmax(Log: true),
        ["FlattenAttribute"] = _ => new Flatten(),
        ["ReshapeAttribute"] = arguments => new Reshape(arguments.Ints("dimensions").ToEquatableArray()),
        ["ZeroPadAttribute"] = ZeroPad,
        ["LinearAttribute"] = arguments => new Linear(arguments.Int("outFeatures", 0), arguments.Bool("Bias", true))
        {
            WeightFormat = (WeightFormat)arguments.Int("WeightFormat", 0),
            WeightInit = WeightInit(arguments),
            BiasInit = BiasInit(arguments),
        },
    };

    /// <summary>The names of the attributes that are layers.</summary>
    public static IReadOnlyCollection<string> Attributes => _readers.Keys;

    /// <summary>The operation, or null for a layer that NetGen does not know.</summary>
    public static Operation? Read(AttributeData attribute, AttributeArguments arguments)
    {
        INamedTypeSymbol type = attribute.AttributeClass!;
        bool ours = type.ContainingNamespace is { Name: "NetGen", ContainingNamespace.IsGlobalNamespace: true };
        return ours && _readers.TryGetValue(type.Name, out Func<AttributeArguments, Operation>? read)
            ? read(arguments) : null;
    }

    /// <summary>An attribute's name as users write it: <c>Mine.Swish</c>.</summary>
    public static string NameOf(AttributeData attribute)
    {
        string name = attribute.AttributeClass!.ToDisplayString();
        return name.EndsWith(Suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - Suffix.Length) : name;
    }

    /// <summary>The name without namespaces: <c>Conv2d</c>, <c>Block&lt;Fire&gt;</c>.</summary>
    public static string ShortNameOf(AttributeData attribute)
    {
        INamedTypeSymbol type = attribute.AttributeClass!;
        string name = type.Name.EndsWith(Suffix, StringComparison.Ordinal) ? type.Name.Substring(0, type.Name.Length - Suffix.Length) : type.Name;
        return type.TypeArguments.Length == 0 ? name : $"{name}<{type.TypeArguments[0].Name}>";
    }

    private static Conv Conv(int rank, AttributeArguments arguments) => new(
        rank, arguments.Int("outChannels", 0), WindowArguments.Kernel(rank, arguments), WindowArguments.Stride(rank, arguments),
        WindowArguments.Padding(rank, arguments), WindowArguments.Dilation(rank, arguments), arguments.Int("Groups", 1), arguments.Bool("Bias", true))
    {
        WeightInit = WeightInit(arguments),
        BiasInit = BiasInit(arguments),
    };

    private static MaxPool MaxPool(int rank, AttributeArguments arguments) => new(
        rank, WindowArguments.Kernel(rank, arguments), WindowArguments.PoolStride(rank, arguments), WindowArguments.Padding(rank, arguments),
        WindowArguments.Dilation(rank, arguments), arguments.Bool("CeilMode", false));

    private static AvgPool AvgPool(int rank, AttributeArguments arguments) => new(
        rank, WindowArguments.Kernel(rank, arguments), WindowArguments.PoolStride(rank, arguments), WindowArguments.Padding(rank, arguments),
        arguments.Bool("CeilMode", false), arguments.Bool("CountIncludePad", true));

    private static Operation Upsample(AttributeArguments arguments)
    {
        var mode = (UpsampleMode)arguments.Int("Mode", 0);
        bool alignCorners = arguments.Bool("AlignCorners", false);
        return arguments.Has("scale")
            ? new UpsampleBy(arguments.Int("scale", 0), mode, alignCorners)
            : new Upsample(new Size(arguments.Int("height", 0), arguments.Int("width", 0)), mode, alignCorners);
    }

    private static Operation PReLU(AttributeArguments arguments)
    {
        float slope = arguments.Float("InitialSlope", 0.25);
        return arguments.Bool("PerChannel", false) ? new PReLUPerChannel(slope) : new PReLU(1) { InitialSlope = slope };
    }

    private static ZeroPad ZeroPad(AttributeArguments arguments)
    {
        int all = arguments.Int("all", 0);
        return new(new Edges(arguments.Int("top", all), arguments.Int("left", all), arguments.Int("bottom", all), arguments.Int("right", all)));
    }

    private static Initialization? WeightInit(AttributeArguments arguments) => Init(arguments, "WeightInit", InitializerKind.KaimingNormal);

    private static Initialization? BiasInit(AttributeArguments arguments) => Init(arguments, "BiasInit", InitializerKind.Zeros);

    private static Initialization? Init(AttributeArguments arguments, string name, InitializerKind usual) =>
        arguments.Has(name) || arguments.Has(name + "Scale")
            ? new Initialization((InitializerKind)arguments.Int(name, (int)usual), arguments.Double(name + "Scale", double.NaN)) : null;

    private static float Epsilon(AttributeArguments arguments) => arguments.Float("Epsilon", 1e-5);
}
