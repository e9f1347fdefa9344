using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;
using NetGen.Generator.Tests.Testing;

namespace NetGen.Generator.Tests.Diagnostics;

/// <summary>No diagnostic, and no place that reports one, goes without a snapshot of its carets and its sentence.</summary>
public sealed partial class DiagnosticCoverageTests
{
    /// <summary>The ids that places in the generator report: a mistake names its descriptor, an operation its rule.</summary>
    private static readonly ILookup<string, string> _sites = Sites().ToLookup(id => id);

    private static readonly ILookup<string, string> _snapshots = Snapshots().ToLookup(id => id);

    public static TheoryData<string> Ids => new(Descriptors.All.Select(descriptor => descriptor.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Each_place_that_reports_it_has_a_squiggle(string id)
    {
        int sites = _sites[id].Count(), squiggles = _snapshots[id].Count();

        Assert.True(sites > 0, $"Nothing reports {id}.");
        Assert.True(squiggles >= sites, $"{id} is reported at {sites} places, but the snapshots show {squiggles}.");
    }

    private static IEnumerable<string> Sites()
    {
        Dictionary<string, string> ids = new[] { typeof(Descriptors), typeof(GraphDescriptors) }
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Static).Where(property => property.PropertyType == typeof(DiagnosticDescriptor)))
            .ToDictionary(property => property.Name, property => ((DiagnosticDescriptor)property.GetValue(null)!).Id);
        foreach (string path in Directory.GetFiles(Path.Combine(Repository.Root, "src", "Generator"), "*.cs", SearchOption.AllDirectories))
        {
            if (path.Contains($"{Path.DirectorySeparatorChar}Diagnostics{Path.DirectorySeparatorChar}", StringComparison.Ordinal)) continue;
            string text = File.ReadAllText(path);
            foreach (Match match in DescriptorName().Matches(text).Where(match => ids.ContainsKey(match.Groups[1].Value))) yield return ids[match.Groups[1].Value];
            foreach (Match match in NewShapeError().Matches(text)) yield return Descriptors.Of(Enum.Parse<ShapeRule>(match.Groups[1].Value)).Id;
        }
    }

    /// <summary>One id for each squiggle that differs from all others.</summary>
    private static IEnumerable<string> Snapshots() =>
        Directory.GetFiles(Path.Combine(Repository.Root, "tests", "NetGen.Generator.Tests", "Diagnostics"), "*.verified.txt")
            .SelectMany(path => File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal).Split("\n\n"))
            .Distinct(StringComparer.Ordinal)
            .Select(squiggle => Sentence().Match(squiggle)).Where(match => match.Success).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"\b(?:Graph)?Descriptors\.(\w+)\b")]
    private static partial Regex DescriptorName();

    [GeneratedRegex(@"new(?: ShapeError)?\(\s*ShapeRule\.(\w+)")]
    private static partial Regex NewShapeError();

    [GeneratedRegex(@"^ *\^+\n(?:error|warning) (NG\d{4}): \S", RegexOptions.Multiline)]
    private static partial Regex Sentence();
}
