using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Tests.Testing;

/// <summary>What a project with networks references: the framework, the attributes and the runtime.</summary>
internal static class PlatformReferences
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> _net8 = new(() => [.. Net8Files().Select(ToReference)]);

    /// <summary>The framework that the tests run on.</summary>
    public static ImmutableArray<MetadataReference> Current { get; } = [.. CurrentFiles().Select(ToReference)];

    /// <summary>.NET 8, the oldest that is supported, with the runtime's build for it.</summary>
    public static ImmutableArray<MetadataReference> Net8 => _net8.Value;

    private static IEnumerable<string> CurrentFiles() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(path => Path.GetFileName(path) is "netstandard.dll" or ['S', 'y', 's', 't', 'e', 'm', '.', ..])
        .Append(typeof(NetworkAttribute).Assembly.Location)
        .Append(typeof(INetwork<>).Assembly.Location);

    private static IEnumerable<string> Net8Files()
    {
        Dictionary<string, string?> places = typeof(PlatformReferences).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .ToDictionary(attribute => attribute.Key, attribute => attribute.Value);
        string[] packs =
            [Path.Combine(places["PackageRoot"]!, "microsoft.netcore.app.ref"), Path.Combine(places["TargetingPackRoot"]!, "Microsoft.NETCore.App.Ref")];
        string pack = packs.Where(Directory.Exists).SelectMany(root => Directory.GetDirectories(root, "8.*")).First();
        return Directory.GetFiles(Path.Combine(pack, "ref", "net8.0"), "*.dll")
            .Append(typeof(NetworkAttribute).Assembly.Location)
            .Append(places["Net8Runtime"]!);
    }

    private static PortableExecutableReference ToReference(string path) => MetadataReference.CreateFromFile(path);
}
