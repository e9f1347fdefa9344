using Microsoft.CodeAnalysis;

namespace NetGen.Benchmarks;

/// <summary>The assemblies of the running process, as references for a compilation.</summary>
internal static class PlatformReferences
{
    public static IReadOnlyList<MetadataReference> All { get; } =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path))];
}
