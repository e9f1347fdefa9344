using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using NetGen.Generator.Declarations;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator;

/// <summary>Reports what is wrong with a network's declaration, at the argument that is wrong.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NetworkAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
        context.RegisterSymbolAction(AnalyzeMethod, SymbolKind.Method);
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        ILookup<AttributeRole, AttributeData> attributes =
            type.GetAttributes().ToLookup(attribute => KnownNames.RoleOf(attribute.AttributeClass));
        if (attributes[AttributeRole.Network].Any())
        {
            AnalyzeNetwork(context, type, attributes[AttributeRole.Network].First());
        }
        else if (attributes[AttributeRole.Block].Any())
        {
            BlockReader.Check(type, mistake => context.ReportDiagnostic(mistake.ToDiagnostic(context.CancellationToken)), context.CancellationToken);
        }
        else if (attributes[AttributeRole.Layer].Concat(attributes[AttributeRole.Input]).FirstOrDefault() is { } layer)
        {
            // The compiler already complains of an attribute that it does not know, which may be a misspelt [Network].
            if (attributes[AttributeRole.Unresolved].Any()) return;
            Report(context, Descriptors.NoNetwork, layer);
        }
    }

    private static void AnalyzeNetwork(SymbolAnalysisContext context, INamedTypeSymbol type, AttributeData network)
    {
        ReadNetwork reading = NetworkReader.Read(type, context.Compilation, context.CancellationToken);
        foreach (Mistake mistake in reading.Mistakes) context.ReportDiagnostic(mistake.ToDiagnostic(context.CancellationToken));
        if (reading.Model.Graph is not null && !NetworkSteps.AllowsUnsafe(context.Compilation))
            Report(context, Descriptors.UnsafeCode, network);
    }

    /// <summary>Stages of networks and blocks are read with their class; elsewhere their attributes do nothing.</summary>
    private static void AnalyzeMethod(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        bool inNetwork = method.ContainingType.GetAttributes()
            .Any(attribute => KnownNames.RoleOf(attribute.AttributeClass) is AttributeRole.Network or AttributeRole.Block or AttributeRole.Unresolved);
        if (!inNetwork && StageGraphReader.AttributesOf(method).FirstOrDefault() is { } stage) Report(context, Descriptors.LayersOnMethod, stage);
    }

    private static void Report(SymbolAnalysisContext context, DiagnosticDescriptor descriptor, AttributeData attribute)
    {
        Location location = ArgumentLocator.Locate(attribute, argument: null, context.CancellationToken);
        context.ReportDiagnostic(Diagnostic.Create(descriptor, location, context.Symbol.Name));
    }
}
