using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
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

        string? name = arguments.String("Name");
        return IsRefused(layer, arguments) ? null : Add(layer, operation, Name(layer, names, operation.Stem, name), read);
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
        string? name = arguments.String("Name");
        if (IsRefused(layer, arguments)) return null;
        Shape input = _context.Builder.Nodes[read].Shape;
        if (input.Channels == channels && stride == 1) return read;
        LayerNames own = name is not null ? names.Within(name) : names;
        int rank = System.Math.Max(input.SpatialRank, 1);
        var conv = new Conv(rank, channels, Size.Cube(rank, 1), Size.Cube(rank, stride), Edges.None, Size.Cube(rank, 1), Groups: 1, Bias: false);
        if (Add(layer, conv, Name(layer, own, conv.Stem, null), read) is not { } convolved) return null;
        var norm = new BatchNorm(1e-5f, 0.1f, Affine: true);
        return Add(layer, norm, Name(layer, own, norm.Stem, null), convolved);
    }

    /// <summary>Reports an argument that has no value with the values of this use.</summary>
    private bool IsRefused(AttributeData layer, AttributeArguments arguments)
    {
        if (arguments.Refused is not { } refused) return false;
        string text = $"{_where}{LayerReader.ShortNameOf(layer)}: '{refused.Expression}' has no value{_constants!.Described}: {refused.Reason}";
        _context.Report(new Mistake(
            GraphDescriptors.NoValue, token => ArgumentLocator.Locate(_use ?? layer, null, token), [text])
        {
            LocateOther = _ => refused.Expression.GetLocation(),
        });
        return true;
    }

    private int? ReadBlock(AttributeData layer, AttributeArguments arguments, int[] read, LayerNames names, bool alone)
    {
        if (BlockOf(layer) is not { } block || _context.StagesOf(block) is not { } stages) return null;
        int repeat = arguments.Int("Repeat", 1);
        string? name = arguments.String("Name");
        Constant[] given = [.. arguments.Values("arguments")];
        if (IsRefused(layer, arguments) || !IsPositive(layer, block, repeat) || Convert(layer, block, given) is not { } values) return null;
        var constants = new ConstantEvaluator(block, values, _constants, _context.Names);
        var body = new BodyReader(_context, constants, _use ?? layer, _where + block.Name + ".", _enclosing.Add(block));
        for (int i = 0; i < repeat; i++)
        {
            if (!Count(layer, block, repeat, i) || !CheckInputs(layer, block, stages, read.Length)) return null;
            LayerNames own = alone && repeat == 1 && name is null ? names : names.Within(UseName(layer, name, names, repeat, i));
            if (body.ReadStages(stages, read, own) is not { } results) return null;
            read = [results[stages.Unread[0]]];
        }

        return read[0];
    }

    private bool IsPositive(AttributeData layer, INamedTypeSymbol block, int repeat)
    {
        if (repeat >= 1) return true;
        Report(layer, "Repeat", Descriptors.PositiveSize, Sentence.Of($"Block<{block.Name}>: Repeat must be at least 1, but is {repeat}"));
        return false;
    }

    /// <summary>Counts a use of a block; false, which is reported, where the network gets too large by it and those still to come.</summary>
    private bool Count(AttributeData layer, INamedTypeSymbol block, int repeat, int turn)
    {
        long least = System.Math.Max(_context.Uses++, _context.Builder.Nodes.Count) + (long)repeat - turn;
        if (least <= Budget.LayerCount) return true;
        Report(layer, "Repeat", Descriptors.Budget, Sentence.Of(
            $"Block<{block.Name}>: with Repeat = {(long)repeat} the network has more than the {Budget.LayerCount} layers that NetGen compiles"));
        return false;
    }

    private string UseName(AttributeData layer, string? given, LayerNames names, int repeat, int turn)
    {
        if (given is null) return names.NextIndex();
        if (!LayerNames.IsValid(given)) ReportName(layer, Descriptors.InvalidName, given);
        return repeat == 1 ? given : Sentence.Of($"{given}.{turn}");
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
        if (!marked || !SymbolEqualityComparer.Default.Equals(block.ContainingAssembly, _context.Compilation.Assembly))
        {
            Report(layer, null, GraphDescriptors.NoBlock, block.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
            return null;
        }

        if (!_enclosing.Contains(block, SymbolEqualityComparer.Default)) return block;
        _context.Fail($"the block {block.Name} uses itself");
        return null;
    }

    /// <summary>The values of a block's constants in their own types; null where one is of another type, which is reported.</summary>
    private object?[]? Convert(AttributeData layer, INamedTypeSymbol block, Constant[] given)
    {
        IFieldSymbol[] constants = [.. ConstantNames.ConstantsOf(block)];
        if (given.Length > constants.Length)
        {
            string known = string.Join(", ", constants.Select(constant => constant.Name));
            Report(layer, null, GraphDescriptors.BlockArguments, Sentence.Of(
                $"Block<{block.Name}> takes at most {constants.Length} arguments ({known}), but gets {given.Length}"));
            return null;
        }

        object?[] values = new object?[given.Length];
        for (int i = 0; i < given.Length; i++)
        {
            if (given[i].TryConvert(constants[i].Type, _context.Compilation, out values[i])) continue;
            string type = constants[i].Type.ToDisplayString();
            Report(layer, Sentence.Of($"arguments[{i}]"), GraphDescriptors.BlockArguments,
                $"Block<{block.Name}>: {constants[i].Name} is of type {type}, but gets {given[i]}");
            return null;
        }

        return values;
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
