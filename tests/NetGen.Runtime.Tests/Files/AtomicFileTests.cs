using NetGen.Runtime.Tests.Fakes;

namespace NetGen.Runtime.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Saving_through_a_symbolic_link_keeps_the_link_and_replaces_what_it_leads_to()
    {
        if (OperatingSystem.IsWindows()) return;
        string target = _folder.File("weights-1.bin", [1, 2, 3]);
        Directory.CreateDirectory(_folder.File("links"));
        string inner = Link(_folder.File("latest"), "weights-1.bin"), outer = Link(_folder.File("links/current"), "../latest");

        Save(outer);

        Assert.Equal("weights-1.bin", new FileInfo(inner).LinkTarget);
        Assert.Equal("../latest", new FileInfo(outer).LinkTarget);
        Assert.Equal(5, ReadScalar(target));
        Assert.Equal(["latest", "links", "weights-1.bin"], Entries(_folder.Path));
        Assert.Equal(["current"], Entries(_folder.File("links")));
    }

    [Fact]
    public void Saving_through_a_link_to_nothing_makes_the_file_that_it_leads_to()
    {
        if (OperatingSystem.IsWindows()) return;
        string link = Link(_folder.File("latest"), "new.bin");

        Save(link);

        Assert.Equal("new.bin", new FileInfo(link).LinkTarget);
        Assert.Equal(5, ReadScalar(_folder.File("new.bin")));
    }

    [Fact]
    public void A_circle_of_links_is_an_IOException()
    {
        if (OperatingSystem.IsWindows()) return;
        Link(_folder.File("a"), "b");
        Link(_folder.File("b"), "a");

        Assert.ThrowsAny<IOException>(() => Save(_folder.File("a")));
        Assert.Equal(["a", "b"], Entries(_folder.Path));
    }

    [Theory]
    [InlineData("600")]
    [InlineData("666")]
    [InlineData("640")]
    public void The_mode_of_a_file_is_kept(string octal)
    {
        if (OperatingSystem.IsWindows()) return;
        var mode = (UnixFileMode)Convert.ToInt32(octal, 8);
        string path = _folder.File("weights", [1]);
        System.IO.File.SetUnixFileMode(path, mode);

        Save(path);
        Save(path);

        Assert.Equal(mode, System.IO.File.GetUnixFileMode(path));
        Assert.Equal(5, ReadScalar(path));
    }

    [Fact]
    public void A_new_file_gets_the_mode_of_any_new_file()
    {
        if (OperatingSystem.IsWindows()) return;
        string path = _folder.File("weights");

        Save(path);

        Assert.Equal(System.IO.File.GetUnixFileMode(_folder.File("other", [1])), System.IO.File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_name_may_be_as_long_as_the_system_allows()
    {
        string path = _folder.File(new string('n', 255));

        Save(path);
        Save(path);

        Assert.Equal(5, ReadScalar(path));
        Assert.Single(Entries(_folder.Path));
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        string message = Assert.Throws<DirectoryNotFoundException>(() => Save(_folder.File("none/weights"))).Message;

        Assert.Contains($"no folder '{_folder.File("none")}'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_not_replaced()
    {
        Directory.CreateDirectory(_folder.File("folder"));

        Assert.True(Record.Exception(() => Save(_folder.File("folder"))) is IOException or UnauthorizedAccessException);
        Assert.Equal(["folder"], Entries(_folder.Path));
    }

    private static string Link(string path, string target)
    {
        System.IO.File.CreateSymbolicLink(path, target);
        return path;
    }

    private static void Save(string path)
    {
        var writer = new SafetensorsWriter();
        writer.Add("x", 5);
        writer.Save(path);
    }

    private static long ReadScalar(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return file.ReadInt64("x");
    }

    private static string[] Entries(string folder) =>
        [.. Directory.GetFileSystemEntries(folder).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal)!];
}
