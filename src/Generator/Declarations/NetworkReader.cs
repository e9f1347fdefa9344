using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;
using NetGen.Generator.Support;

namespace NetGen.Generator.Declarations;

/// <summary>A declaration as it was read.</summary>
/// <param name="Model">What the generator works on.</param>
/// <param name="Mistakes">What the analyzer reports.</param>
internal sealed record ReadNetwork(NetworkModel Model, ImmutableArray<Mistake> Mistakes);

/// <summary>
/// Reads a network's class: the one front end of the generator and the analyzer. Where the source is half typed the
/// compiler has errors of its own, so reading stops there in silence.
/// </summary>
internal sealed class NetworkReader
{
    /// <summary>The number of Accuracy.Strict.</summary>
    private const int Strict = 1;

    private readonly INamedTypeSymbol _type;
    private readonly ReadingContext _context;
    private readonly ImmutableArray<AttributeData> _inputs;
    private readonly ImmutableArray<AttributeData> _layers;

    private NetworkReader(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        _type = type;
        _context = new ReadingContext(compilation, cancellation);
        _inputs = [.. Attributes(AttributeRole.Input)];
        _layers = [.. Attributes(AttributeRole.Layer)];
    }

    private AttributeData Network => Attributes(AttributeRole.Network).First();

    /// <summary>Reads a class that carries <c>[Network]</c>.</summary>
    public static ReadNetwork Read(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation) =>
        new NetworkReader(type, compilation, cancellation).Read();

    private ReadNetwork Read()
    {
        TypeDeclaration declaration = TypeReader.Read(_type, _context.Report, _context.Cancellation);
        if (declaration.Form == TypeForm.NoConstructor) _context.Fail();
        LanguageVersion language = LanguageOf(_context.Compilation);
        if (language < KnownNames.Language) ReportLanguage(language);
        bool hasStages = StageGraphReader.StagesOf(_type).Any();
        List<GraphResult>? results = ReportSpread() ? null
            : !hasStages ? ReadChain()
            : _inputs.Concat(_layers).FirstOrDefault() is { } mixed ? ReportMixed(mixed)
            : ReadGraph();
        NetworkGraph? graph = results is not null && _context.Failure is null ? _context.Builder.GraphOf(results) : null;
        if (graph is not null) graph = graph with { IsStrict = new AttributeArguments(Network).Int("Accuracy", 0) == Strict };
        if (graph is null) _context.Fail();
        IReadOnlyList<Node> nodes = _context.Builder.Nodes;
        var model = new NetworkModel(
            declaration, graph, graph is null ? _context.Failure : null,
            hasStages ? StageDeclaration.Of(_type) : EquatableArray<StageDeclaration>.Empty,
            nodes.Count > 0 ? nodes[0].Shape : null, nodes.Count > 0 ? nodes[nodes.Count - 1].Shape : null,
            HasInterface: language >= LanguageVersion.CSharp11);
        return new ReadNetwork(model, [.. _context.Mistakes]);
    }

    private static LanguageVersion LanguageOf(Compilation compilation) =>
        compilation is CSharpCompilation { LanguageVersion: var language } ? language : KnownNames.Language;

    private void ReportLanguage(LanguageVersion language) => _context.Report(
        Network, null, Descriptors.Language, _type.Name, KnownNames.Language.ToDisplayString(), language.ToDisplayString());

    private IEnumerable<AttributeData> Attributes(params AttributeRole[] roles) =>
        _type.GetAttributes().Where(attribute => roles.Contains(KnownNames.RoleOf(attribute.AttributeClass)));

    /// <summary>The order of layers would depend on the order of files, so all stand beside <c>[Network]</c>.</summary>
    private bool ReportSpread()
    {
        SyntaxNode? home = DeclarationOf(Network);
        AttributeData? stray = Attributes(AttributeRole.Input, AttributeRole.Layer).FirstOrDefault(attribute => DeclarationOf(attribute) != home);
        if (stray is not null) _context.Report(stray, null, Descriptors.SpreadLayers, _type.Name);
        return stray is not null;
    }

    private SyntaxNode? DeclarationOf(AttributeData attribute) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(_context.Cancellation).Parent?.Parent;

    private List<GraphResult>? ReportMixed(AttributeData attribute)
    {
        _context.Report(attribute, null, GraphDescriptors.MixedForms, _type.Name);
        return null;
    }

    private List<GraphResult>? ReadChain()
    {
        if (_inputs.Length == 0)
        {
            _context.Unresolved = Attributes(AttributeRole.Unresolved).Any();
            _context.Report(Network, null, Descriptors.NoInput, _type.Name);
            return null;
        }

        if (_inputs.Length > 1)
        {
            _context.Report(_inputs[1], null, Descriptors.SeveralInputs, _type.Name);
            return null;
        }

        if (ReadInput(_inputs[0], "input") is not { } input) return null;
        int? last = ReadLayers(input);
        if (last is null || _layers.Length > 0) return last is { } node ? [new GraphResult("output", node, null)] : null;
        _context.Report(Network, null, Descriptors.NoLayers, _type.Name);
        return null;
    }

    /// <summary>An attribute that the compiler does not know may stand for a layer: shapes behind it are not judged.</summary>
    private int? ReadLayers(int input)
    {
        var body = new BodyReader(_context);
        var names = new LayerNames();
        int? last = input;
        foreach (AttributeData attribute in _type.GetAttributes())
        {
            AttributeRole role = KnownNames.RoleOf(attribute.AttributeClass);
            if (role == AttributeRole.Unresolved) _context.Unresolved = true;
            if (role == AttributeRole.Layer && last is { } read) last = body.ReadLayers([attribute], [read], names);
        }

        return last;
    }

    private int? ReadInput(AttributeData input, string name)
    {
        var arguments = new AttributeArguments(input);
        if (!arguments.AreComplete(_context.Cancellation))
        {
            _context.Fail();
            return null;
        }

        int? node = _context.Builder.AddInput(Shape.Of([.. arguments.Ints("dimensions")]), name);
        if (_context.Builder.Error?.Error is { } error) _context.Report(input, error.Argument, Descriptors.Of(error.Rule), error.Message);
        return node;
    }

    private List<GraphResult>? ReadGraph()
    {
        if (StageGraphReader.Read(_type, isBlock: false, _context.Report, _context.Cancellation) is not { } graph) return null;
        var inputs = new List<int>();
        foreach (IParameterSymbol parameter in graph.Inputs)
        {
            AttributeData input = parameter.GetAttributes().First(attribute => KnownNames.RoleOf(attribute.AttributeClass) == AttributeRole.Input);
            if (ReadInput(input, parameter.Name) is not { } node) return null;
            inputs.Add(node);
        }

        if (new BodyReader(_context).ReadStages(graph, inputs, new LayerNames()) is not { } nodes) return null;
        return ResultsOf(graph, nodes);
    }

    /// <summary>The network's own results first, in the order of their stages.</summary>
    private List<GraphResult>? ResultsOf(StageGraph graph, int[] nodes)
    {
        var results = new List<GraphResult>();
        foreach (int index in graph.Unread.OrderBy(index => graph.Stages[index].Auxiliary is not null))
        {
            Stage stage = graph.Stages[index];
            float? weight = stage.Auxiliary is { } auxiliary ? new AttributeArguments(auxiliary).Float("Weight", 1) : null;
            if (weight is { } factor && !(factor > 0 && factor < float.PositiveInfinity))
            {
                _context.Report(stage.Auxiliary!, "Weight", Descriptors.Range, Sentence.Of($"Auxiliary: Weight must be a positive number, but is {factor}"));
                return null;
            }

            results.Add(new GraphResult(stage.Key, nodes[index], weight));
        }

        return results;
    }
}
