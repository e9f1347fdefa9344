using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;

namespace NetGen.Generator.Declarations;

/// <summary>Turns a layer's attribute into its operation: one entry for each attribute, with the attribute's defaults.</summary>
internal static class LayerReader
{
    private static readonly Dictionary<string, Func<AttributeArguments, Operation>> _readers = new()
    {
        ["Conv2dAttribute"] = arguments => new Conv2d(
            arguments.Int("outChannels", 0),
            Kernel(arguments),
            Square(arguments.Int("Stride", 1)),
            Edges.All(arguments.Int("Padding", 0)),
            Square(arguments.Int("Dilation", 1)),
            arguments.Int("Groups", 1),
            arguments.Bool("Bias", true)),
        ["MaxPool2dAttribute"] = arguments => new MaxPool2d(Kernel(arguments), PoolStride(arguments), Padding(arguments)),
        ["AvgPool2dAttribute"] = arguments => new AvgPool2d(
            Kernel(arguments), PoolStride(arguments), Padding(arguments), arguments.Bool("CountIncludePad", true)),
        ["GlobalAvgPool2dAttribute"] = _ => new GlobalAvgPool2d(),
        ["FlattenAttribute"] = _ => new Flatten(),
        ["LinearAttribute"] = arguments => new Linear(arguments.Int("outFeatures", 0), arguments.Bool("Bias", true)),
        ["BatchNormAttribute"] = arguments => new BatchNorm(
            arguments.Float("Epsilon", 1e-5), arguments.Float("Momentum", 0.1), arguments.Bool("Affine", true)),
        ["DropoutAttribute"] = arguments => new Dropout(arguments.Float("probability", 0.5)),
        ["ReLUAttribute"] = _ => new Activation(ActivationFunction.ReLU, 0),
        ["LeakyReLUAttribute"] = arguments => new Activation(ActivationFunction.LeakyReLU, arguments.Float("slope", 0.01)),
        ["SigmoidAttribute"] = _ => new Activation(ActivationFunction.Sigmoid, 0),
        ["TanhAttribute"] = _ => new Activation(ActivationFunction.Tanh, 0),
        ["SoftmaxAttribute"] = _ => new Softmax(),
    };

    /// <summary>The names of the attributes that are layers.</summary>
    public static IReadOnlyCollection<string> Attributes => _readers.Keys;

    /// <summary>The operation, or null for a layer that NetGen does not know.</summary>
    public static Operation? Read(AttributeData attribute)
    {
        INamedTypeSymbol type = attribute.AttributeClass!;
        bool ours = type.ContainingNamespace is { Name: "NetGen", ContainingNamespace.IsGlobalNamespace: true };
        return ours && _readers.TryGetValue(type.Name, out Func<AttributeArguments, Operation>? read)
            ? read(new AttributeArguments(attribute)) : null;
    }

    /// <summary>An attribute's name as users write it: <c>Mine.Swish</c>.</summary>
    public static string NameOf(AttributeData attribute)
    {
        const string Suffix = "Attribute";
        string name = attribute.AttributeClass!.ToDisplayString();
        return name.EndsWith(Suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - Suffix.Length) : name;
    }

    private static Size Square(int size) => new(size, size);

    private static Size Kernel(AttributeArguments arguments)
    {
        int square = arguments.Int("kernel", 0);
        return new Size(arguments.Int("kernelHeight", square), arguments.Int("kernelWidth", square));
    }

    private static Size PoolStride(AttributeArguments arguments) => Square(arguments.Int("Stride", arguments.Int("kernel", 0)));

    private static Edges Padding(AttributeArguments arguments) => Edges.All(arguments.Int("Padding", 0));
}
