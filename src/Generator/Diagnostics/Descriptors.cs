using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Diagnostics;

/// <summary>Every diagnostic, each with its page under docs/diagnostics. NG0xxx is about declarations, NG1xxx shapes, NG2xxx graphs and blocks, NG3xxx budgets, NG9xxx the project.</summary>
internal static class Descriptors
{
    /// <summary>The whole sentence, with its numbers and the chain of shapes, comes from the operation.</summary>
    private const string FromOperation = "{0}";

    public static DiagnosticDescriptor NotPartial { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG0001", title: "A network's class must be partial",
        message: "'{0}' must be partial, because NetGen writes the other part of it");

    public static DiagnosticDescriptor Generic { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG0002", title: "A network must not be generic",
        message: "'{0}' cannot be a network, because '{1}' is generic: its code is made for one exact network");

    public static DiagnosticDescriptor ContainerNotPartial { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG0003", title: "The types around a network must be partial",
        message: "'{0}' is nested in '{1}', which must be partial, because NetGen writes another part of both");

    public static DiagnosticDescriptor AbstractOrStatic { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG0004", title: "A network must not be abstract or static",
        message: "'{0}' cannot be a network, because it is {1}: a network is an object with weights");

    public static DiagnosticDescriptor Record { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG0005", title: "A network must not be a record",
        message: "'{0}' cannot be a network, because it is a record, whose copies would share their weights: make it a class");

    public static DiagnosticDescriptor FileLocal { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG0006", title: "A network must not be file-local",
        message: "'{0}' cannot be a network, because it is file-local and NetGen writes its other part into a file of its own");

    public static DiagnosticDescriptor NoInput { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG0007", title: "A network needs an input",
        message: "'{0}' has no Input: add one, such as Input(3, 32, 32) for channels, height and width");

    public static DiagnosticDescriptor SeveralInputs { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG0008", title: "A sequential network has one input",
        message: "'{0}' has a second Input: a chain of layers reads exactly one");

    public static DiagnosticDescriptor NoLayers { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG0009", title: "A network needs layers",
        message: "'{0}' has no layers: add them behind the Input, in the order in which data passes through them");

    public static DiagnosticDescriptor UnknownLayer { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG0010", title: "NetGen does not know the layer",
        message: "'{0}' is no layer that NetGen can compile: only the attributes of NetGen itself are");

    public static DiagnosticDescriptor NoNetwork { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG0011", title: "Layers stand on a class without Network",
        message: "'{0}' carries layers but is no network: add [Network]");

    public static DiagnosticDescriptor SpreadLayers { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG0012", title: "Layers are spread over several declarations",
        message: "The input and the layers of '{0}' must stand on the declaration that carries Network, because only there is their order known");

    public static DiagnosticDescriptor InvalidName { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG0013", title: "A layer's name is malformed",
        message: "'{0}' is no layer name: use letters, digits and underscores, in parts between dots");

    public static DiagnosticDescriptor DuplicateName { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG0014", title: "Two layers have one name",
        message: "'{0}' is the name of another layer already, and parameters are found by it");

    public static DiagnosticDescriptor Constructor { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG0015", title: "A constructor bypasses the network's own",
        message: "A constructor of '{0}' must call the generated one with ': this(seed)', which allocates the weights");

    public static DiagnosticDescriptor ReservedName { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG0016", title: "A network's class has the name of a generated member",
        message: "'{0}' cannot be a network's name, because every network has a member of that name");

    public static DiagnosticDescriptor LayersOnMethod { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG0017", title: "Layers stand on a method of no network",
        message: "'{0}' carries layers, but its class is no network and no block: add [Network] or [Block]");

    public static DiagnosticDescriptor NeedsMore { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG0018", title: "A network cannot be made from a seed alone",
        message: "'{0}' cannot be made from a seed alone, because {1}: Create and Load have nothing else to give");

    public static DiagnosticDescriptor PositiveSize { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG1001", title: "A size must be at least 1", message: FromOperation);

    public static DiagnosticDescriptor Padding { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG1002", title: "Padding must not be negative", message: FromOperation);

    public static DiagnosticDescriptor Range { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG1003", title: "A number is out of its range", message: FromOperation);

    public static DiagnosticDescriptor InputRank { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG1004", title: "An input has one to four dimensions", message: FromOperation);

    public static DiagnosticDescriptor Groups { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG1005", title: "Groups must divide the channels", message: FromOperation);

    public static DiagnosticDescriptor WindowFits { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG1006", title: "A kernel must fit its padded input", message: FromOperation);

    public static DiagnosticDescriptor PoolPadding { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG1007", title: "A pool's padding is at most half its kernel", message: FromOperation);

    public static DiagnosticDescriptor NeedsImage { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG1008", title: "A layer needs an input of other dimensions", message: FromOperation);

    public static DiagnosticDescriptor NeedsVector { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG1009", title: "A layer needs a vector", message: FromOperation);

    public static DiagnosticDescriptor Reshape { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG1010", title: "A reshape keeps the number of values", message: FromOperation);

    public static DiagnosticDescriptor OneValue { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG1011", title: "A normalisation needs more than one value", message: FromOperation);

    public static DiagnosticDescriptor Budget { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG3001", title: "A network is too large", message: FromOperation);

    public static DiagnosticDescriptor UnsafeCode { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG9001", title: "A project with networks allows unsafe code",
        message: "'{0}' cannot be compiled, because its kernels use pointers: set <AllowUnsafeBlocks>true</AllowUnsafeBlocks> in the project file");

    public static DiagnosticDescriptor Language { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG9006", title: "A project with networks is compiled as C# 12 or newer",
        message: "'{0}' cannot be compiled, because its code is written in C# {1} and the project is compiled as C# {2}: "
            + "set <LangVersion>{1}</LangVersion> or <LangVersion>latest</LangVersion> in the project file");

    /// <summary>All of them, in the order of their ids.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        NotPartial, Generic, ContainerNotPartial, AbstractOrStatic, Record, FileLocal, NoInput, SeveralInputs, NoLayers,
        UnknownLayer, NoNetwork, SpreadLayers, InvalidName, DuplicateName, Constructor, ReservedName, LayersOnMethod, NeedsMore,
        PositiveSize, Padding, Range, InputRank, Groups, WindowFits, PoolPadding, NeedsImage, NeedsVector, Reshape,
        OneValue, .. GraphDescriptors.All, Budget,
        UnsafeCode, Language,
    ];

    /// <summary>The diagnostic of a shape rule.</summary>
    public static DiagnosticDescriptor Of(ShapeRule rule) => rule switch
    {
        ShapeRule.PositiveSize => PositiveSize,
        ShapeRule.Padding => Padding,
        ShapeRule.Range => Range,
        ShapeRule.InputRank => InputRank,
        ShapeRule.Groups => Groups,
        ShapeRule.WindowFits => WindowFits,
        ShapeRule.PoolPadding => PoolPadding,
        ShapeRule.NeedsImage => NeedsImage,
        ShapeRule.NeedsVector => NeedsVector,
        ShapeRule.Reshape => Reshape,
        ShapeRule.OneValue => OneValue,
        ShapeRule.Combine => GraphDescriptors.Combine,
        _ => Budget,
    };
}
