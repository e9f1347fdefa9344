using System.Buffers.Binary;
using System.Text;
using NetGen.Runtime.Tests.Fakes;

namespace NetGen.Runtime.Tests.Files;

public sealed class SafetensorsFileTests : IDisposable
{
    private const string TwoTensors =
        """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_read_back()
    {
        string path = _folder.File("a.safetensors");
        var writer = new SafetensorsWriter();
        writer.Add("layer.weight", [2, 3], () => [1, -2, float.NaN, 4, float.PositiveInfinity, float.Epsilon]);
        writer.Add("empty", [0, 5], () => []);
        writer.Add("scalar", [], () => [42]);
        writer.Add("layer.num_batches_tracked", long.MaxValue);
        writer.Metadata["note"] = "größer \"quoted\" → 1";
        writer.Save(path);

        using var file = SafetensorsFile.Open(path);
        var weights = new float[6];
        file.Read("layer.weight", weights);
        Assert.Equal([1, -2, float.NaN, 4, float.PositiveInfinity, float.Epsilon], weights);
        var scalar = new float[1];
        file.Read("scalar", scalar);
        Assert.Equal(42, scalar[0]);
        file.Read("empty", []);
        Assert.Equal(long.MaxValue, file.ReadInt64("layer.num_batches_tracked"));
        Assert.Equal("größer \"quoted\" → 1", file.Metadata["note"]);
        Assert.True(file.TryGetTensor("layer.weight", out SafetensorsTensor? tensor));
        Assert.Equal("layer.weight F32 [2, 3]", tensor.ToString());
    }

    [Fact]
    public void Files_are_laid_out_as_the_reference_writer_does()
    {
        string path = _folder.File("a.safetensors");
        var writer = new SafetensorsWriter();
        writer.Add("b", [1], () => [2]);
        writer.Add("a", [1], () => [1]);
        writer.Add("z", 7);
        writer.Save(path);

        const string Json =
            """{"z":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"a":""" +
            """{"dtype":"F32","shape":[1],"data_offsets":[8,12]},"b":{"dtype":"F32","shape":[1],"data_offsets":[12,16]}}""";
        byte[] data = [7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40];
        string padded = Json.PadRight((Json.Length + 7) / 8 * 8);
        Assert.Equal(File(padded, data), System.IO.File.ReadAllBytes(path));
    }

    [Fact]
    public void Long_tensors_are_read_completely()
    {
        float[] values = [.. Enumerable.Range(0, 100_003).Select(i => i * 0.5f)];
        string path = _folder.File("long.safetensors");
        var writer = new SafetensorsWriter();
        writer.Add("x", [values.Length], () => values);
        writer.Save(path);

        using var file = SafetensorsFile.Open(path);
        Assert.Equal(values, Read(file, "x", values.Length));
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_refused()
    {
        byte[] content = File(TwoTensors, new byte[12]);
        content[10] = 0xFF;

        Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(_folder.File("bad", content)));
    }

    [Theory]
    [InlineData(13UL)]
    [InlineData(100_000_000UL)]
    [InlineData(100_000_001UL)]
    [InlineData((ulong)long.MaxValue)]
    [InlineData(ulong.MaxValue)]
    public void A_huge_header_length_is_refused_without_allocating_it(ulong length)
    {
        var content = new byte[20];
        BinaryPrimitives.WriteUInt64LittleEndian(content, length);
        string path = _folder.File("huge", content);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(path));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_corrupted_file_is_either_refused_or_read_within_its_bounds()
    {
        byte[] content = File("""{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} """, new byte[8]);
        int refused = 0;
        foreach (byte[] corrupted in Corruptions.Truncations(content).Concat(Corruptions.Flips(content, content.Length - 8)))
        {
            refused += ReadsOrRefuses(_folder.File("corrupted", corrupted)) ? 0 : 1;
        }

        Assert.True(refused > content.Length, $"only {refused} were refused");
    }

    [Fact]
    public void A_failed_save_keeps_the_old_file_and_leaves_nothing_behind()
    {
        string path = _folder.File("a.safetensors", [1, 2, 3]);
        var writer = new SafetensorsWriter();
        writer.Add("x", [2], () => [1]);

        Assert.Throws<InvalidOperationException>(() => writer.Save(path));

        Assert.Equal([1, 2, 3], System.IO.File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Names_must_be_new_and_not_reserved()
    {
        var writer = new SafetensorsWriter();
        writer.Add("x", 1);

        Assert.Throws<ArgumentException>(() => writer.Add("x", 2));
        Assert.Throws<ArgumentException>(() => writer.Add("__metadata__", 2));
        Assert.Throws<ArgumentException>(() => writer.Add("", 2));
        Assert.Throws<ArgumentException>(() => writer.Add("y", [-1], () => []));
    }

    [Fact]
    public void Wrong_requests_are_refused()
    {
        using var file = SafetensorsFile.Open(_folder.File("a", File(TwoTensors, new byte[12])));

        Assert.Throws<KeyNotFoundException>(() => file.Read("c", new float[1]));
        Assert.Throws<ArgumentException>(() => file.Read("a", new float[3]));
        Assert.Throws<InvalidDataException>(() => file.ReadInt64("a"));
    }

    [Fact]
    public void A_closed_file_says_that_it_is_closed()
    {
        var file = SafetensorsFile.Open(_folder.File("a", File(TwoTensors, new byte[12])));
        file.Dispose();

        string name = typeof(SafetensorsFile).FullName!;
        Assert.Equal(name, Assert.Throws<ObjectDisposedException>(() => file.Read("a", new float[2])).ObjectName);
        Assert.Equal(name, Assert.Throws<ObjectDisposedException>(() => file.ReadInt64("b")).ObjectName);
    }

    private static bool ReadsOrRefuses(string path)
    {
        try
        {
            using var file = SafetensorsFile.Open(path);
            foreach (SafetensorsTensor tensor in file.Tensors.Where(tensor => tensor.Type == SafetensorsType.F32))
            {
                file.Read(tensor.Name, new float[tensor.Length]);
            }

            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static float[] Read(SafetensorsFile file, string name, int length)
    {
        var values = new float[length];
        file.Read(name, values);
        return values;
    }

    /// <summary>A file of a header and values.</summary>
    internal static byte[] File(string json, byte[] data)
    {
        byte[] header = Encoding.UTF8.GetBytes(json);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        return [.. length, .. header, .. data];
    }
}
