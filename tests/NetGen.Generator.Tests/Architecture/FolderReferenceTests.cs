using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace NetGen.Generator.Tests.Architecture;

/// <summary>
/// docs/architecture.md states what each folder may use. A reference that it does not name would close a circle sooner or later, and a folder that
/// is used by what it uses cannot be understood, tested or replaced alone.
/// </summary>
public sealed partial class FolderReferenceTests
{
    private static readonly string _repository = Root();
    private static readonly string _page = File.ReadAllText(Path.Combine(_repository, "docs", "architecture.md"));

    [Theory]
    [InlineData("Generator")]
    [InlineData("Runtime")]
    public void A_folder_uses_only_what_the_page_allows(string project)
    {
        Dictionary<string, string[]> allowed = AllowedIn(project);

        string[] forbidden =
        [
            .. FolderReferences.Of(Path.Combine(_repository, "src", project))
                .Where(reference => !MayUse(allowed, Room(allowed, reference.From), Room(allowed, reference.To)))
                .Select(reference => $"{reference.From}/{reference.File} uses {reference.Type} of {reference.To}").Order(),
        ];

        Assert.True(forbidden.Length == 0, string.Join('\n', forbidden));
    }

    [Theory]
    [InlineData("Generator")]
    [InlineData("Runtime")]
    public void What_the_page_allows_has_no_circle(string project)
    {
        Dictionary<string, string[]> allowed = AllowedIn(project);
        var open = new HashSet<string>(allowed.Keys);
        while (open.Count > 0)
        {
            string[] free = [.. open.Where(folder => allowed[folder].All(used => used == folder || !open.Contains(used)))];
            Assert.True(free.Length > 0, $"A circle among {string.Join(", ", open.Order())}.");
            open.ExceptWith(free);
        }
    }

    [Fact]
    public void Graph_kernels_and_passes_know_nothing_of_Roslyn()
    {
        string[] rooms = ["Support", "Graph", "Kernels", "Passes"];
        string[] files = [.. rooms.SelectMany(room => Directory.GetFiles(Path.Combine(_repository, "src", "Generator", room), "*.cs", SearchOption.AllDirectories))];

        Assert.NotEmpty(files);
        Assert.Empty(files.Where(file => File.ReadAllText(file).Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal)).Select(Path.GetFileName));
    }

    /// <summary>The rows of the table below the project's heading: a folder, and the folders that it may use.</summary>
    private static Dictionary<string, string[]> AllowedIn(string project)
    {
        int table = _page.IndexOf($"| folder of `src/{project}` | may use |", StringComparison.Ordinal);
        Assert.True(table >= 0, $"docs/architecture.md has no table of the folders of src/{project}.");
        string[] rows = [.. _page[table..].Split('\n').Skip(2).TakeWhile(line => line.StartsWith('|'))];
        return rows.Select(row => row.Split('|')).ToDictionary(cells => Quoted().Match(cells[1]).Groups[1].Value, cells => Names(cells[2]));
    }

    private static string[] Names(string cell) => [.. Quoted().Matches(cell).Select(match => match.Groups[1].Value)];

    /// <summary>The row that a folder belongs to: its own or that of the nearest folder above it.</summary>
    private static string Room(Dictionary<string, string[]> allowed, string folder)
    {
        while (!allowed.ContainsKey(folder) && folder.Contains('/', StringComparison.Ordinal)) folder = folder[..folder.LastIndexOf('/')];
        Assert.True(allowed.ContainsKey(folder), $"docs/architecture.md does not say what {folder} may use.");
        return folder;
    }

    private static bool MayUse(Dictionary<string, string[]> allowed, string from, string to) => from == to || allowed[from].Contains(to);

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
