using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace NetGen.Generator.Tests.Testing;

/// <summary>A user's project, as strict as C# gets: nullable, checked arithmetic, every warning an error, documented.</summary>
internal static class UserProject
{
    private static readonly CSharpParseOptions _parseOptions =
        new(LanguageVersion.CSharp12, DocumentationMode.Diagnose, preprocessorSymbols: []);

    private static readonly CSharpCompilationOptions _options = new(
        OutputKind.DynamicallyLinkedLibrary,
        checkOverflow: true,
        allowUnsafe: true,
        warningLevel: 9999,
        generalDiagnosticOption: ReportDiagnostic.Error,
        nullableContextOptions: NullableContextOptions.Enable);

    private static readonly ImmutableArray<MetadataReference> _references = [.. References()];

    public static CSharpCompilation Compile(params string[] sources) => CSharpCompilation.Create(
        "User", [.. sources.Select(Parse)], _references, _options);

    public static SyntaxTree Parse(string source, int index = 0) =>
        CSharpSyntaxTree.ParseText(source, _parseOptions, path: $"Source{index}.cs");

    /// <summary>Runs the generator; the driver keeps its steps for incrementality tests.</summary>
    public static GeneratorDriver Driver(IncrementalGeneratorOutputKind disabled = IncrementalGeneratorOutputKind.None) => CSharpGeneratorDriver.Create(
        [new NetworkGenerator().AsSourceGenerator()],
        parseOptions: _parseOptions,
        driverOptions: new GeneratorDriverOptions(disabled, trackIncrementalGeneratorSteps: true));

    /// <summary>Generates everything, as a build does, and gives the compilation with what was generated.</summary>
    public static Generated Build(params string[] sources) => Generate(Driver(), sources);

    /// <summary>Generates the surface alone, as an editor does while one types.</summary>
    public static Generated Edit(params string[] sources) => Generate(Driver(IncrementalGeneratorOutputKind.Implementation), sources);

    /// <summary>Builds a project that does not allow unsafe code, as is C#'s default.</summary>
    public static Generated BuildWithoutUnsafeCode(params string[] sources) => Generate(Driver(), sources, _options.WithAllowUnsafe(false));

    private static Generated Generate(GeneratorDriver driver, string[] sources, CSharpCompilationOptions? options = null)
    {
        using var culture = new OddCulture();
        driver = driver.RunGeneratorsAndUpdateCompilation(
            Compile(sources).WithOptions(options ?? _options), out Compilation compilation, out ImmutableArray<Diagnostic> diagnostics);
        GeneratorRunResult result = Assert.Single(driver.GetRunResult().Results);
        Assert.Null(result.Exception);
        Assert.Empty(diagnostics);
        return new Generated(compilation, result);
    }

    private static IEnumerable<MetadataReference> References()
    {
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        IEnumerable<string> framework = platform.Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "netstandard.dll" or ['S', 'y', 's', 't', 'e', 'm', '.', ..]);
        return framework.Append(typeof(NetworkAttribute).Assembly.Location).Append(typeof(INetwork<>).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path));
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
            [new NetworkAnalyzer()],
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
