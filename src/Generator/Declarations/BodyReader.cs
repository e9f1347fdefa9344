using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;

namespace NetGen.Generator.Declarations;

/// <summary>
/// Adds layers to the graph: those of a network, or, for every use anew, those of a block with the use's values for its
/// constants. What is wrong inside a use is reported at the use in the network, which is where the numbers come from.
/// </summary>
internal sealed class BodyReader
{
    private readonly ReadingContext _context;
    private readonly ConstantEvaluator? _constants;
    private readonly AttributeData? _use;
    private readonly string _where;
    private readonly ImmutableArray<INamedTypeSymbol> _enclosing;

    /// <summary>The attributes of layers that depend on more than their arguments, which are read here.</summary>
    public static string[] Attributes { get; } = ["AddAttribute", "BlockAttribute`1", "ConcatAttribute", "MultiplyAttribute", "ProjectionAttribute"];

    /// <summary>Reads a network's own layers.</summary>
    public BodyReader(ReadingContext context)
        : this(context, null, null, "", [])
    {
    }

    private BodyReader(ReadingContext context, ConstantEvaluator? constants, AttributeData? use, string where, ImmutableArray<INamedTypeSymbol> enclosing)
    {
        _context = context;
        _constants = constants;
        _use = use;
        _where = where;
        _enclosing = enclosing;
    }

    /// <summary>Adds the stages of a graph; null after a mistake.</summary>
    /// <param name="graph">The stages.</param>
    /// <param name="inputs">The nodes of its inputs.</param>
    /// <param name="names">Names layers.</param>
    /// <returns>The node of each stage's result.</returns>
    public int[]? ReadStages(StageGraph graph, IReadOnlyList<int> inputs, LayerNames names)
    {
        int[] results = new int[graph.Stages.Length];
        foreach (int index in graph.Order)
        {
            Stage stage = graph.Stages[index];
            int[] read = [.. stage.Sources.Select(source => source.Kind == SourceKind.Stage ? results[source.Index] : inputs[source.Index])];
            if (ReadStage(stage, read, names.Within(stage.Key)) is not { } result) return null;
            results[index] = result;
        }

        return results;
    }

    /// <summary>Adds layers, each behind the one before; null after a mistake.</summary>
    /// <param name="layers">The attributes.</param>
    /// <param name="read">The tensors that the first of them reads.</param>
    /// <param name="names">Names layers.</param>
    /// <param name="isStage">Whether they are all of a stage, where a single block needs no number.</param>
    public int? ReadLayers(ImmutableArray<AttributeData> layers, int[] read, LayerNames names, bool isStage = false)
    {
        foreach (AttributeData layer in layers)
        {
            if (ReadLayer(layer, read, names, isStage && layers.Length == 1) is not { } result) return null;
            read = [result];
        }

        return read[0];
    }

    private int? ReadStage(Stage stage, int[] read, LayerNames names)
    {
        if (stage.Method.GetAttributes().Any(attribute => KnownNames.RoleOf(attribute.AttributeClass) == AttributeRole.Unresolved)) _context.Unresolved = true;
        return ReadLayers(stage.Layers, read, names, isStage: true);
    }

    private int? ReadLayer(AttributeData layer, int[] read, LayerNames names, bool alone)
    {
        var arguments = new AttributeArguments(layer, _constants);
        if (!arguments.AreComplete(_context.Cancellation))
        {
            _context.Fail();
            return null;
        }

        if (KnownNames.IsBlockUse(layer.AttributeClass)) return ReadBlock(layer, arguments, read, names, alone);
        if (KnownNames.IsOurs(layer.AttributeClass!, "ProjectionAttribute")) return ReadProjection(layer, arguments, read[0], names);
        Operation? operation = KnownNames.IsCombination(layer.AttributeClass) ? Combination(layer, read.Length) : LayerReader.Read(layer, arguments);
        if (operation is null)
        {
            Report(layer, null, Descriptors.UnknownLayer, LayerReader.NameOf(layer));
            return null;
        }

        if (KnownNames.IsCombination(layer.AttributeClass) && read.Length < 2)
        {
            Report(layer, null, GraphDescriptors.CombinesOne, operation.Kind);
            return null;
        }

        return Add(layer, operation, Name(layer, names, operation.Stem, arguments.String("Name")), read);
    }

    private static Operation Combination(AttributeData layer, int count) => layer.AttributeClass!.Name switch
    {
        "AddAttribute" => new Add(count),
        "MultiplyAttribute" => new Multiply(count),
        _ => new Concat(count),
    };

    private string Name(AttributeData layer, LayerNames names, string stem, string? given)
    {
        string name = names.Next(stem, given, out DiagnosticDescriptor? wrong);
        if (wrong is not null) ReportName(layer, wrong, name);
        return name;
    }

    private int? Add(AttributeData layer, Operation operation, string name, params int[] read)
    {
        int? node = _context.Builder.Add(name, operation, read);
        if (_context.Builder.Error?.Error is { } error) Report(layer, error.Argument, Descriptors.Of(error.Rule), error.Message);
        return node;
    }

    /// <summary>Inside a block the use is wrong, and the message says where inside.</summary>
    private void Report(AttributeData layer, string? argument, DiagnosticDescriptor descriptor, string text)
    {
        if (_use is null) _context.Report(layer, argument, descriptor, text);
        else _context.Report(_use, null, descriptor, _where + text);
    }

    /// <summary>A name says itself where it stands.</summary>
    private void ReportName(AttributeData layer, DiagnosticDescriptor descriptor, string name) =>
        _context.Report(_use ?? layer, _use is null ? "Name" : null, descriptor, name);

    private int? ReadProjection(AttributeData layer, AttributeArguments arguments, int read, LayerNames names)
    {
        int channels = arguments.Int("channels", 0), stride = arguments.Int("Stride", 1);
        Shape input = _context.Builder.Nodes[read].Shape;
        if (input.Channels == channels && stride == 1) return read;
        LayerNames own = arguments.String("Name") is { } given ? names.Within(given) : names;
        int rank = System.Math.Max(input.SpatialRank, 1);
        var conv = new Conv(rank, channels, Size.Cube(rank, 1), Size.Cube(rank, stride), Edges.None, Size.Cube(rank, 1), Groups: 1, Bias: false);
        if (Add(layer, conv, Name(layer, own, conv.Stem, null), read) is not { } convolved) return null;
        var norm = new BatchNorm(1e-5f, 0.1f, Affine: true);
        return Add(layer, norm, Name(layer, own, norm.Stem, null), convolved);
    }

    private int? ReadBlock(AttributeData layer, AttributeArguments arguments, int[] read, LayerNames names, bool alone)
    {
        if (BlockOf(layer) is not { } block || _context.StagesOf(block) is not { } stages) return null;
        int repeat = arguments.Int("Repeat", 1);
        if (repeat < 1)
        {
            Report(layer, "Repeat", Descriptors.PositiveSize, $"Block<{block.Name}>: Repeat must be at least 1, but is {repeat}");
            return null;
        }

        object?[] values = [.. arguments.Values("arguments")];
        if (!CheckArguments(layer, block, values)) return null;
        for (int i = 0; i < repeat; i++)
        {
            if (!CheckInputs(layer, block, stages, read.Length)) return null;
            LayerNames own = alone && repeat == 1 && arguments.String("Name") is null ? names : names.Within(UseName(layer, arguments, names, repeat, i));
            var constants = new ConstantEvaluator(block, values, _context.Compilation, _context.Cancellation);
            var body = new BodyReader(_context, constants, _use ?? layer, _where + block.Name + ".", _enclosing.Add(block));
            if (body.ReadStages(stages, read, own) is not { } results) return null;
            read = [results[stages.Unread[0]]];
        }

        return read[0];
    }

    private string UseName(AttributeData layer, AttributeArguments arguments, LayerNames names, int repeat, int turn)
    {
        if (arguments.String("Name") is not { } given) return names.NextIndex();
        if (!LayerNames.IsValid(given)) ReportName(layer, Descriptors.InvalidName, given);
        return repeat == 1 ? given : $"{given}.{turn}";
    }

    /// <summary>The block that a use names, if it can be used here.</summary>
    private INamedTypeSymbol? BlockOf(AttributeData layer)
    {
        if (layer.AttributeClass!.TypeArguments[0] is not INamedTypeSymbol { TypeKind: not TypeKind.Error } block)
        {
            _context.Fail();
            return null;
        }

        bool marked = block.GetAttributes().Any(attribute => KnownNames.RoleOf(attribute.AttributeClass) == AttributeRole.Block);
        if (!marked || block.DeclaringSyntaxReferences.Length == 0)
        {
            Report(layer, null, GraphDescriptors.NoBlock, block.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
            return null;
        }

        if (!_enclosing.Contains(block, SymbolEqualityComparer.Default)) return block;
        _context.Fail($"the block {block.Name} uses itself");
        return null;
    }

    private bool CheckArguments(AttributeData layer, INamedTypeSymbol block, object?[] values)
    {
        IFieldSymbol[] constants = [.. ConstantEvaluator.ConstantsOf(block)];
        if (values.Length > constants.Length)
        {
            string known = string.Join(", ", constants.Select(constant => constant.Name));
            Report(layer, null, GraphDescriptors.BlockArguments, $"Block<{block.Name}> takes at most {constants.Length} arguments ({known}), but gets {values.Length}");
            return false;
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (ConstantArithmetic.TryConvert(values[i], constants[i].Type.SpecialType, out _)) continue;
            string type = constants[i].Type.ToDisplayString();
            string value = values[i] is { } given ? SymbolDisplay.FormatPrimitive(given, quoteStrings: true, useHexadecimalNumbers: false) : "null";
            Report(layer, $"arguments[{i}]", GraphDescriptors.BlockArguments, $"Block<{block.Name}>: {constants[i].Name} is of type {type}, but gets {value}");
            return false;
        }

        return true;
    }

    private bool CheckInputs(AttributeData layer, INamedTypeSymbol block, StageGraph stages, int given)
    {
        if (stages.Inputs.Length == given) return true;
        string names = string.Join(", ", stages.Inputs.Select(input => input.Name));
        string tensors = stages.Inputs.Length == 1 ? "one tensor" : Sentence.Of($"{stages.Inputs.Length} tensors");
        Report(layer, null, GraphDescriptors.BlockInputs, Sentence.Of($"Block<{block.Name}> reads {tensors} ({names}), but gets {given}"));
        return false;
    }
}
