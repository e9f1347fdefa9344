using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Tests.Testing;

namespace NetGen.Generator.Tests.Diagnostics;

/// <summary>Each diagnostic has a page whose code does what it says, a row among the releases and a line in the index.</summary>
public sealed partial class DiagnosticPageTests
{
    public static TheoryData<string> Ids => new(Descriptors.All.Select(descriptor => descriptor.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Invalid_code_has_this_error_and_fixed_code_has_none(string id)
    {
        string page = Repository.Read("docs", "diagnostics", id + ".md");

        var settings = new ProjectSettings
        {
            AllowsUnsafe = !page.Contains("<AllowUnsafeBlocks>false</AllowUnsafeBlocks>", StringComparison.Ordinal),
            Language = page.Contains("<LangVersion>11</LangVersion>", StringComparison.Ordinal) ? LanguageVersion.CSharp11 : LanguageVersion.CSharp12,
        };
        Generated invalid = UserProject.Build(settings, Code(page, "Invalid"));
        Diagnostic diagnostic = Assert.Single(invalid.Diagnostics());
        Assert.Equal(id, diagnostic.Id);
        UserProject.Build(Code(page, "Fixed")).CompilesCleanly();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Title_help_link_and_index_agree(string id)
    {
        DiagnosticDescriptor descriptor = Descriptors.All.Single(descriptor => descriptor.Id == id);
        string title = descriptor.Title.ToString(null);

        Assert.StartsWith($"# {id}: {title}\n", Repository.Read("docs", "diagnostics", id + ".md"), StringComparison.Ordinal);
        Assert.Contains($"| [{id}]({id}.md) | {title} |\n", Repository.Read("docs", "diagnostics", "README.md"), StringComparison.Ordinal);
        Assert.Equal($"https://github.com/netgen/netgen/blob/main/docs/diagnostics/{id}.md", descriptor.HelpLinkUri);
        Assert.Equal(DiagnosticSeverity.Error, descriptor.DefaultSeverity);
    }

    [Fact]
    public void The_releases_and_the_pages_name_exactly_the_ids_that_exist()
    {
        string releases = Repository.Read("src", "Generator", "AnalyzerReleases.Unshipped.md") + Repository.Read("src", "Generator", "AnalyzerReleases.Shipped.md");
        IEnumerable<string> rows = ReleaseRow().Matches(releases).Select(match => match.Groups[1].Value);
        IEnumerable<string> pages = Directory.GetFiles(Path.Combine(Repository.Root, "docs", "diagnostics"), "NG*.md").Select(path => Path.GetFileNameWithoutExtension(path)!);
        string[] ids = [.. Descriptors.All.Select(descriptor => descriptor.Id)];

        Assert.Equal(ids, rows.Order(StringComparer.Ordinal));
        Assert.Equal(ids, pages.Order(StringComparer.Ordinal));
    }

    private static string Code(string page, string section)
    {
        Match match = Regex.Match(page, $"## {section}\n\n```csharp\n(.*?)```", RegexOptions.Singleline);
        Assert.True(match.Success, $"The page has no code under '{section}'.");
        return match.Groups[1].Value;
    }

    [GeneratedRegex(@"^(NG\d{4}) \| NetGen \| Error \| ", RegexOptions.Multiline)]
    private static partial Regex ReleaseRow();
}
