using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using NetGen.Generator.Tests.Testing;

namespace NetGen.Generator.Tests;

/// <summary>Hints about members that nobody uses are silent on stages and on the constants of blocks, and nowhere else.</summary>
public sealed class StageSuppressorTests
{
    [Fact]
    public async Task Stages_parameters_and_constants_of_blocks_are_not_unused()
    {
        Compilation compilation = UserProject.Edit("""
            using NetGen;

            [Block]
            public abstract partial class Part
            {
                private const int Channels = 8;

                [Conv2d(Channels, 1)]
                private static partial Tensor Output(Tensor input);
            }

            [Network]
            public partial class Net
            {
                private const int Unread = 1;

                [Block<Part>(4), GlobalAvgPool2d, Linear(2)]
                private static partial Tensor Logits([Input(3, 4, 4)] Tensor image);

                private static int Helper(int unused) => 1;
            }

            public static class Other
            {
                private const int Constant = 1;
            }
            """).Compilation;

        CompilationWithAnalyzers analysis = compilation.WithAnalyzers(
            [new EverythingIsUnused(), new StageSuppressor()],
            new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, concurrentAnalysis: false, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true));
        ImmutableArray<Diagnostic> diagnostics = await analysis.GetAnalyzerDiagnosticsAsync();

        ILookup<bool, string> names = diagnostics.ToLookup(diagnostic => diagnostic.IsSuppressed, diagnostic => diagnostic.GetMessage(null));
        Assert.Equal(["Channels", "Logits", "Output", "Unread", "image", "input"], names[true].Order(StringComparer.Ordinal));
        Assert.Equal(["Constant", "Helper", "unused"], names[false].Order(StringComparer.Ordinal));
    }

    /// <summary>CLS has no arrays in attributes; those of networks are not in the assembly.</summary>
    [Fact]
    public async Task Arrays_in_attributes_of_networks_are_no_matter_of_CLS()
    {
        Compilation compilation = UserProject.Edit("""
            using NetGen;

            [Network, Input(3, 4, 4), Flatten, Linear(2)]
            [System.Obsolete]
            public partial class Net;
            """).Compilation;

        CompilationWithAnalyzers analysis = compilation.WithAnalyzers(
            [new EveryAttributeHasAnArray(), new StageSuppressor()],
            new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, concurrentAnalysis: false, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true));
        ImmutableArray<Diagnostic> diagnostics = await analysis.GetAnalyzerDiagnosticsAsync();

        ILookup<bool, string> names = diagnostics.ToLookup(diagnostic => diagnostic.IsSuppressed, diagnostic => diagnostic.GetMessage(null));
        Assert.Equal(["FlattenAttribute", "InputAttribute", "LinearAttribute", "NetworkAttribute"], names[true].Order(StringComparer.Ordinal));
        Assert.Equal(["ObsoleteAttribute"], names[false]);
    }

    /// <summary>Stands for the compiler in an assembly that complies with CLS.</summary>
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class EveryAttributeHasAnArray : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor _array = new("CS3016", "Arrays", "{0}", "Compiler", DiagnosticSeverity.Warning, true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [_array];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterSymbolAction(
                action =>
                {
                    foreach (AttributeData attribute in action.Symbol.GetAttributes())
                    {
                        SyntaxNode place = attribute.ApplicationSyntaxReference!.GetSyntax(action.CancellationToken);
                        action.ReportDiagnostic(Diagnostic.Create(_array, place.GetLocation(), attribute.AttributeClass!.Name));
                    }
                },
                SymbolKind.NamedType);
        }
    }

    /// <summary>Stands for the analyzers that come with an IDE: reports every private member and every parameter.</summary>
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class EverythingIsUnused : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor _member = new("IDE0051", "Unused", "{0}", "Style", DiagnosticSeverity.Warning, true);
        private static readonly DiagnosticDescriptor _parameter = new("IDE0060", "Unused", "{0}", "Style", DiagnosticSeverity.Warning, true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [_member, _parameter];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterSymbolAction(
                action =>
                {
                    foreach (ISymbol member in ((INamedTypeSymbol)action.Symbol).GetMembers().Where(IsUsers))
                    {
                        action.ReportDiagnostic(Diagnostic.Create(_member, member.Locations[0], member.Name));
                        foreach (IParameterSymbol parameter in (member as IMethodSymbol)?.Parameters ?? [])
                            action.ReportDiagnostic(Diagnostic.Create(_parameter, parameter.Locations[0], parameter.Name));
                    }
                },
                SymbolKind.NamedType);
        }

        private static bool IsUsers(ISymbol member) => member is { DeclaredAccessibility: Accessibility.Private, IsImplicitlyDeclared: false }
            && member.Locations[0].SourceTree!.FilePath.StartsWith("Source", StringComparison.Ordinal);
    }
}
