using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;

namespace NetGen.Kernels.Tests;

/// <summary>docs/kernels.md explains the name of every kernel, so that a profile or a disassembly can be read.</summary>
public sealed partial class KernelNamePageTests
{
    [Fact]
    public void Every_family_of_kernels_stands_in_the_table_of_names()
    {
        string page = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "kernels.md"));
        HashSet<string> explained = [.. QuotedWord().Matches(page).Select(match => match.Groups[1].Value)];

        string[] unknown =
        [
            .. KernelCompiler.WithDependencies(EmittedMethodTests.Specs)
                .Where(spec => spec.GetType().Assembly == typeof(KernelSpec).Assembly)
                .Select(spec => Family().Match(spec.Name).Value).Distinct()
                .Where(family => !explained.Contains(family) && !explained.Contains(WithoutMode(family))).Order(),
        ];

        Assert.True(unknown.Length == 0, $"docs/kernels.md does not explain {string.Join(", ", unknown)}.");
    }

    /// <summary>A family without the words that the page explains once for all of them.</summary>
    private static string WithoutMode(string family) => Variant().Replace(UpsampleMode().Replace(family, "Upsample…"), "");

    private static string RepositoryRoot([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));

    [GeneratedRegex("`([A-Za-z…]+)`")]
    private static partial Regex QuotedWord();

    [GeneratedRegex("^[A-Za-z]+")]
    private static partial Regex Family();

    [GeneratedRegex("ExcludePad|Plain|PerElement|Long")]
    private static partial Regex Variant();

    [GeneratedRegex("^Upsample(Nearest|Bilinear)(Aligned)?")]
    private static partial Regex UpsampleMode();
}
