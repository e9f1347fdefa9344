using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NetGen.Generator.Tests.Testing;

/// <summary>What a user's project file says, and the files that the project has beside its networks.</summary>
internal sealed record ProjectSettings
{
    /// <summary>As strict as C# gets: nullable, checked arithmetic, every warning an error, documented.</summary>
    public static ProjectSettings Strict { get; } = new();

    public LanguageVersion Language { get; init; } = LanguageVersion.CSharp12;

    public bool IsNullable { get; init; } = true;

    public bool IsChecked { get; init; } = true;

    public bool AllowsUnsafe { get; init; } = true;

    public OptimizationLevel Optimization { get; init; } = OptimizationLevel.Debug;

    /// <summary>Whether it is compiled for .NET 8 and not for the framework that the tests run on.</summary>
    public bool IsNet8 { get; init; }

    public string Assembly { get; init; } = "User";

    /// <summary>Another project that this one references.</summary>
    public MetadataReference? Reference { get; init; }

    /// <summary>Further files, such as those of an SDK with implicit usings.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    public CSharpParseOptions ParseOptions => new(Language, DocumentationMode.Diagnose, preprocessorSymbols: []);

    public CSharpCompilationOptions CompilationOptions => new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: Optimization,
        checkOverflow: IsChecked,
        allowUnsafe: AllowsUnsafe,
        warningLevel: 9999,
        generalDiagnosticOption: ReportDiagnostic.Error,
        nullableContextOptions: IsNullable ? NullableContextOptions.Enable : NullableContextOptions.Disable);

    public IEnumerable<MetadataReference> References
    {
        get
        {
            ImmutableArray<MetadataReference> framework = IsNet8 ? PlatformReferences.Net8 : PlatformReferences.Current;
            return Reference is { } reference ? framework.Add(reference) : framework;
        }
    }
}
