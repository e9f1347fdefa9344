using System.IO.Compression;
using NetGen.Runtime.Tests.Fakes;

namespace NetGen.Runtime.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private static readonly byte[] _values = [1, 2, 3, 4, 5, 6];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bytes_are_read_with_their_dimensions()
    {
        var file = IdxFile.Read(_folder.File("x", Idx(0x08, [2, 3], [1, 2, 3, 4, 5, 255])));

        Assert.Equal(IdxType.UInt8, file.Type);
        Assert.Equal([2, 3], file.Dimensions.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 255], file.Data.ToArray());
        Assert.Equal(6, file.Length);
    }

    [Theory]
    [InlineData(0x08, new byte[] { 0xFE }, 254)]
    [InlineData(0x09, new byte[] { 0xFE }, -2)]
    [InlineData(0x0B, new byte[] { 0xFF, 0xFE }, -2)]
    [InlineData(0x0C, new byte[] { 0x00, 0x01, 0x00, 0x00 }, 65536)]
    [InlineData(0x0D, new byte[] { 0xBF, 0xC0, 0x00, 0x00 }, -1.5)]
    [InlineData(0x0E, new byte[] { 0xBF, 0xF8, 0, 0, 0, 0, 0, 0 }, -1.5)]
    public void All_types_are_big_endian(byte type, byte[] bytes, double value)
    {
        var file = IdxFile.Read(_folder.File("x", Idx(type, [2], [.. bytes, .. bytes])));

        Assert.Equal(value, file[0]);
        Assert.Equal(value, file[1]);
        Assert.Equal(2, file.Length);
    }

    [Fact]
    public void Gzip_is_recognised_by_its_first_bytes_not_by_its_name()
    {
        var file = IdxFile.Read(_folder.File("x", Zip(Idx(0x08, [3], [7, 8, 9]))));

        Assert.Equal([7, 8, 9], file.Data.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_large_file_is_read_completely(bool zipped)
    {
        byte[] data = [.. Enumerable.Range(0, 300_001).Select(i => (byte)(i * 7))];
        byte[] content = Idx(0x08, [data.Length], data);

        Assert.Equal(data, IdxFile.Read(_folder.File("x", zipped ? Zip(content) : content)).Data.ToArray());
    }

    [Theory]
    [InlineData(new byte[] { }, "ends within its header")]
    [InlineData(new byte[] { 0, 1, 8, 1, 0, 0, 0, 0 }, "begins with 00010801")]
    [InlineData(new byte[] { 0, 0, 10, 1, 0, 0, 0, 0 }, "begins with 00000A01")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 1 }, "ends within its dimensions")]
    [InlineData(new byte[] { 0, 0, 8, 1, 255, 255, 255, 255 }, "dimension 0 is -1")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 2, 1 }, "ends within its 2 bytes of values")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 1, 1 }, "something follows its 1 bytes of values")]
    [InlineData(new byte[] { 0, 0, 8, 2, 127, 255, 255, 255, 127, 255, 255, 255 }, "more than an array can hold")]
    [InlineData(new byte[] { 0, 0, 8, 3, 127, 255, 255, 255, 127, 255, 255, 255, 127, 255, 255, 255 }, "more than an array can hold")]
    public void Malformed_files_are_refused_with_name_and_reason(byte[] content, string reason)
    {
        string path = _folder.File("bad", content);

        string message = Assert.Throws<InvalidDataException>(() => IdxFile.Read(path)).Message;

        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_huge_claim_is_refused_without_allocating_it(bool zipped)
    {
        byte[] content = Idx(0x08, [0x7FFFFF00], [1, 2, 3]);
        string path = _folder.File("huge", zipped ? Zip(content) : content);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => IdxFile.Read(path));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_truncated_file_is_refused_wherever_it_ends()
    {
        foreach (byte[] truncated in Corruptions.Truncations(Idx(0x08, [3, 2], _values)))
        {
            Assert.Throws<InvalidDataException>(() => IdxFile.Read(_folder.File("truncated", truncated)));
        }
    }

    [Fact]
    public void A_truncated_gzip_is_refused_unless_it_still_gives_all_values()
    {
        byte[][] truncations = [.. Corruptions.Truncations(Zip(Idx(0x08, [3, 2], _values)))];

        byte[]?[] read = [.. truncations.Select(ReadOrRefuse)];

        Assert.All(read, values => Assert.Equal(_values, values ?? _values));
        Assert.InRange(read.Count(values => values is null), truncations.Length / 2, truncations.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_with_a_wrong_byte_is_either_refused_or_read(bool zipped)
    {
        byte[] content = Idx(0x08, [3, 2], _values);
        content = zipped ? Zip(content) : content;

        int refused = Corruptions.Flips(content, content.Length).Count(flipped => ReadOrRefuse(flipped) is null);

        Assert.True(refused > content.Length, $"only {refused} were refused");
    }

    [Fact]
    public void A_broken_gzip_names_the_file()
    {
        byte[] content = Zip(Idx(0x08, [3], [7, 8, 9]));
        content[12] ^= 0xFF;
        string path = _folder.File("bad.gz", content);

        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => IdxFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_an_IOException() =>
        Assert.ThrowsAny<IOException>(() => IdxFile.Read(_folder.File("none")));

    internal static byte[] Idx(byte type, int[] dimensions, byte[] data) =>
        [0, 0, type, (byte)dimensions.Length, .. dimensions.SelectMany(dimension => BitConverter.GetBytes(dimension).Reverse()), .. data];

    internal static byte[] Zip(byte[] content)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return zipped.ToArray();
    }

    /// <summary>The values, or null for exactly the exception that a broken file may raise.</summary>
    private byte[]? ReadOrRefuse(byte[] content)
    {
        try
        {
            return IdxFile.Read(_folder.File("corrupted", content)).Data.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
