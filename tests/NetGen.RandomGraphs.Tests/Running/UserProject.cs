extern alias Attributes;

using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator;
using NetGen.Generator.Declarations;
using NetGen.Generator.Graph;

namespace NetGen.RandomGraphs.Tests.Running;

/// <summary>A user's project in which every warning is an error.</summary>
internal static class UserProject
{
    private static readonly CSharpParseOptions _parseOptions = new(LanguageVersion.CSharp12, DocumentationMode.Parse);

    private static readonly CSharpCompilationOptions _options = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        checkOverflow: true,
        allowUnsafe: true,
        warningLevel: 9999,
        generalDiagnosticOption: ReportDiagnostic.Error,
        nullableContextOptions: NullableContextOptions.Enable);

    private static readonly ImmutableArray<MetadataReference> _references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "netstandard.dll" or ['S', 'y', 's', 't', 'e', 'm', '.', ..])
            .Append(typeof(Attributes::NetGen.NetworkAttribute).Assembly.Location).Append(typeof(INetwork<>).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Reads networks as the generator does.</summary>
    /// <param name="blocks">The declarations of blocks.</param>
    /// <param name="networks">The declarations of networks, by the names of their classes.</param>
    /// <exception cref="InvalidOperationException">One of them is wrong; the message shows it.</exception>
    public static Dictionary<string, NetworkGraph> Read(string blocks, IReadOnlyDictionary<string, string> networks)
    {
        CSharpCompilation compilation = Compile([blocks, .. networks.Values]);
        return networks.ToDictionary(network => network.Key, network => Read(network.Key, network.Value + blocks, compilation));
    }

    /// <summary>Generates, compiles and loads a project.</summary>
    /// <exception cref="InvalidOperationException">There is an error or a warning.</exception>
    public static Assembly Build(params IEnumerable<string> sources)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: _parseOptions);
        driver = driver.RunGeneratorsAndUpdateCompilation(Compile(sources), out Compilation compilation, out ImmutableArray<Diagnostic> diagnostics);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        if (result.Exception is { } exception) throw new InvalidOperationException("The generator failed.", exception);
        using var image = new MemoryStream();
        Diagnostic[] mistakes = [.. compilation.Emit(image).Diagnostics.Concat(diagnostics).Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Info)];
        if (mistakes.Length > 0) throw new InvalidOperationException(Describe(mistakes));
        return Assembly.Load(image.ToArray());
    }

    private static CSharpCompilation Compile(IEnumerable<string> sources) => CSharpCompilation.Create(
        "Drawn", sources.Select(source => CSharpSyntaxTree.ParseText("using NetGen;\n\n" + source, _parseOptions)), _references, _options);

    private static NetworkGraph Read(string name, string source, CSharpCompilation compilation)
    {
        ReadNetwork network = NetworkReader.Read(compilation.GetTypeByMetadataName(name)!, compilation, CancellationToken.None);
        if (network.Model.Graph is { } graph && network.Mistakes.IsEmpty) return graph;
        string mistakes = string.Join("\n", network.Mistakes.Select(mistake => mistake.Text));
        throw new InvalidOperationException($"{name}: {mistakes}{network.Model.Failure}\n{source}");
    }

    private static string Describe(Diagnostic[] mistakes)
    {
        IEnumerable<string> lines = mistakes.Take(5).Select(mistake => string.Create(
            CultureInfo.InvariantCulture, $"{mistake}\n    {mistake.Location.SourceTree?.GetText().Lines[mistake.Location.GetLineSpan().StartLinePosition.Line]}"));
        return string.Join("\n", lines);
    }
}
