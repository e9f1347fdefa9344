using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace NetGen.Generator.Tests.Testing;

/// <summary>A user's project, as strict as C# gets, or as its settings say.</summary>
internal static class UserProject
{
    public static CSharpCompilation Compile(params string[] sources) => Compile(ProjectSettings.Strict, sources);

    public static SyntaxTree Parse(string source, int index = 0) => Parse(ProjectSettings.Strict, source, index);

    /// <summary>Runs the generator; the driver keeps its steps for incrementality tests.</summary>
    public static GeneratorDriver Driver(IncrementalGeneratorOutputKind disabled = IncrementalGeneratorOutputKind.None) =>
        Driver(ProjectSettings.Strict, disabled);

    /// <summary>Generates everything, as a build does, and gives the compilation with what was generated.</summary>
    public static Generated Build(params string[] sources) => Build(ProjectSettings.Strict, sources);

    /// <summary>Generates everything for a project with settings of its own.</summary>
    public static Generated Build(ProjectSettings settings, params string[] sources) =>
        Generate(settings, IncrementalGeneratorOutputKind.None, sources);

    /// <summary>Generates the surface alone, as an editor does while one types.</summary>
    public static Generated Edit(params string[] sources) =>
        Generate(ProjectSettings.Strict, IncrementalGeneratorOutputKind.Implementation, sources);

    /// <summary>Builds a project that does not allow unsafe code, as is C#'s default.</summary>
    public static Generated BuildWithoutUnsafeCode(params string[] sources) =>
        Build(ProjectSettings.Strict with { AllowsUnsafe = false }, sources);

    private static CSharpGeneratorDriver Driver(ProjectSettings settings, IncrementalGeneratorOutputKind disabled) => CSharpGeneratorDriver.Create(
        [new NetworkGenerator().AsSourceGenerator()],
        parseOptions: settings.ParseOptions,
        driverOptions: new GeneratorDriverOptions(disabled, trackIncrementalGeneratorSteps: true));

    private static CSharpCompilation Compile(ProjectSettings settings, string[] sources) => CSharpCompilation.Create(
        settings.Assembly,
        [.. sources.Concat(settings.Files).Select((source, index) => Parse(settings, source, index))],
        settings.References,
        settings.CompilationOptions);

    private static SyntaxTree Parse(ProjectSettings settings, string source, int index) =>
        CSharpSyntaxTree.ParseText(source, settings.ParseOptions, path: $"Source{index}.cs");

    private static Generated Generate(ProjectSettings settings, IncrementalGeneratorOutputKind disabled, string[] sources)
    {
        using var culture = new OddCulture();
        GeneratorDriver driver = Driver(settings, disabled).RunGeneratorsAndUpdateCompilation(
            Compile(settings, sources), out Compilation compilation, out ImmutableArray<Diagnostic> diagnostics);
        GeneratorRunResult result = Assert.Single(driver.GetRunResult().Results);
        Assert.Null(result.Exception);
        Assert.Empty(diagnostics);
        return new Generated(compilation, result);
    }
}

/// <summary>What the generator made of a project.</summary>
internal sealed record Generated(Compilation Compilation, GeneratorRunResult Result)
{
    /// <summary>The errors and warnings of the compiler and the analyzer, in the order of the source.</summary>
    public ImmutableArray<Diagnostic> Diagnostics()
    {
        using var culture = new OddCulture();
        CompilationWithAnalyzers analysis = Compilation.WithAnalyzers(
            [new NetworkAnalyzer(), new StageSuppressor()],
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]), (exception, _, _) => throw exception, concurrentAnalysis: false, logAnalyzerExecutionTime: false));
        ImmutableArray<Diagnostic> all = analysis.GetAllDiagnosticsAsync().GetAwaiter().GetResult();
        return [.. all
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !IsUsersDocumentation(diagnostic))
            .OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)
            .ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)];
    }

    /// <summary>Fails on any error or warning, and prints the generated source with line numbers.</summary>
    public Generated CompilesCleanly()
    {
        ImmutableArray<Diagnostic> diagnostics = Diagnostics();
        Assert.True(diagnostics.IsEmpty, string.Join('\n', diagnostics) + "\n" + string.Join('\n', Result.GeneratedSources.Select(Numbered)));
        return this;
    }

    /// <summary>The text of a generated file.</summary>
    public string File(string name) => Assert.Single(Result.GeneratedSources, source => source.HintName == name).SourceText.ToString();

    /// <summary>Whether users document their own code is theirs to decide; what is generated is documented.</summary>
    private static bool IsUsersDocumentation(Diagnostic diagnostic) =>
        diagnostic.Id == "CS1591" && diagnostic.Location.SourceTree!.FilePath.StartsWith("Source", StringComparison.Ordinal);

    private static string Numbered(GeneratedSourceResult source)
    {
        IEnumerable<string> lines = source.SourceText.ToString().Split('\n').Select((line, index) => $"{index + 1,5}  {line}");
        return $"--- {source.HintName}\n{string.Join('\n', lines)}";
    }
}
