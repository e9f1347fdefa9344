using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;

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
    private const string DoesNotCompile = "its declaration does not compile";

    private readonly INamedTypeSymbol _type;
    private readonly CancellationToken _cancellation;
    private readonly List<Mistake> _mistakes = [];
    private readonly GraphBuilder _builder = new();
    private readonly LayerNames _names = new();
    private readonly List<AttributeData> _layers = [];
    private string? _failure;

    // The compiler does not know an attribute on the class. It may stand for a layer, so shapes behind it are not judged.
    private bool _unresolved;

    private NetworkReader(INamedTypeSymbol type, CancellationToken cancellation)
    {
        _type = type;
        _cancellation = cancellation;
    }

    /// <summary>Reads a class that carries <c>[Network]</c>.</summary>
    public static ReadNetwork Read(INamedTypeSymbol type, CancellationToken cancellation) => new NetworkReader(type, cancellation).Read();

    private ReadNetwork Read()
    {
        TypeDeclaration declaration = TypeReader.Read(_type, Report, _cancellation);
        if (declaration.Form == TypeForm.NoConstructor) _failure ??= DoesNotCompile;
        AttributeData[] inputs = [.. Attributes(AttributeRole.Input)];
        _unresolved = false;
        if (!ReportSpread() && ReadInput(inputs)) ReadLayers();
        NetworkGraph? graph = _failure is null ? _builder.Graph : null;
        string? failure = graph is null ? _failure ?? DoesNotCompile : null;
        var model = new NetworkModel(declaration, graph, failure, ShapeAt(0), ShapeAt(_builder.Nodes.Count - 1));
        return new ReadNetwork(model, [.. _mistakes]);
    }

    private Shape? ShapeAt(int node) => node >= 0 && node < _builder.Nodes.Count ? _builder.Nodes[node].Shape : null;

    private IEnumerable<AttributeData> Attributes(params AttributeRole[] roles) =>
        _type.GetAttributes().Where(attribute => roles.Contains(KnownNames.RoleOf(attribute.AttributeClass)));

    /// <summary>The order of layers would depend on the order of files, so all stand beside <c>[Network]</c>.</summary>
    private bool ReportSpread()
    {
        SyntaxNode? home = DeclarationOf(Attributes(AttributeRole.Network).First());
        AttributeData? stray = Attributes(AttributeRole.Input, AttributeRole.Layer).FirstOrDefault(attribute => DeclarationOf(attribute) != home);
        if (stray is not null) Report(stray, null, Descriptors.SpreadLayers, _type.Name);
        return stray is not null;
    }

    private SyntaxNode? DeclarationOf(AttributeData attribute) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(_cancellation).Parent?.Parent;

    private bool ReadInput(AttributeData[] inputs)
    {
        if (inputs.Length == 0)
        {
            _unresolved = Attributes(AttributeRole.Unresolved).Any();
            Report(Attributes(AttributeRole.Network).First(), null, Descriptors.NoInput, _type.Name);
            return false;
        }

        if (inputs.Length > 1)
        {
            Report(inputs[1], null, Descriptors.SeveralInputs, _type.Name);
            return false;
        }

        var arguments = new AttributeArguments(inputs[0]);
        if (!arguments.AreComplete(_cancellation))
        {
            _failure ??= DoesNotCompile;
            return false;
        }

        _builder.AddInput(Shape.Of([.. arguments.Ints("dimensions")]));
        ReportShapeError(inputs[0]);
        return _builder.Error is null;
    }

    private void ReadLayers()
    {
        foreach (AttributeData attribute in _type.GetAttributes())
        {
            AttributeRole role = KnownNames.RoleOf(attribute.AttributeClass);
            if (role == AttributeRole.Unresolved) _unresolved = true;
            if (role == AttributeRole.Layer && !ReadLayer(attribute)) return;
        }

        if (_layers.Count == 0) Report(Attributes(AttributeRole.Network).First(), null, Descriptors.NoLayers, _type.Name);
    }

    /// <summary>Reads one layer; false where nothing can be said of the layers behind it.</summary>
    private bool ReadLayer(AttributeData attribute)
    {
        _layers.Add(attribute);
        var arguments = new AttributeArguments(attribute);
        if (!arguments.AreComplete(_cancellation))
        {
            _failure ??= DoesNotCompile;
            return false;
        }

        if (LayerReader.Read(attribute) is not { } operation)
        {
            Report(attribute, null, Descriptors.UnknownLayer, LayerReader.NameOf(attribute));
            return false;
        }

        string name = _names.Next(operation.Stem, arguments.String("Name"), out DiagnosticDescriptor? wrong);
        if (wrong is not null) Report(attribute, "Name", wrong, name);
        _builder.Add(name, operation);
        ReportShapeError(attribute);
        return _builder.Error is null;
    }

    private void ReportShapeError(AttributeData attribute)
    {
        if (_builder.Error?.Error is { } error)
        {
            Report(attribute, error.Argument, Descriptors.Of(error.Rule), error.Message);
        }
    }

    private void Report(AttributeData attribute, string? argument, DiagnosticDescriptor descriptor, string text) => Report(
        new Mistake(descriptor, cancellation => ArgumentLocator.Locate(attribute, argument, cancellation), [text]));

    private void Report(Mistake mistake)
    {
        _failure ??= mistake.Text;
        if (!_unresolved) _mistakes.Add(mistake);
    }
}
