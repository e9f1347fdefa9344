using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NetGen;

/// <summary>Gives the values of a tensor when it is written.</summary>
public delegate ReadOnlySpan<float> TensorSource();

/// <summary>
/// Gathers tensors and writes them as one safetensors file, in the reference writer's order: larger elements first, then
/// by name.
/// </summary>
/// <example><code>
/// var writer = new SafetensorsWriter();
/// writer.Add("weights", [2, 3], () => weights);
/// writer.Save("weights.safetensors");
/// </code></example>
public sealed class SafetensorsWriter
{
    private readonly List<Entry> _entries = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>The header's free texts.</summary>
    public IDictionary<string, string> Metadata { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Adds a tensor of F32 whose values are asked for when the file is written.</summary>
    /// <exception cref="ArgumentException">The name is empty, reserved or taken, or a dimension is negative.</exception>
    public void Add(string name, ReadOnlySpan<long> shape, TensorSource values)
    {
        ArgumentNullException.ThrowIfNull(values);
        AddEntry(new Entry(name, SafetensorsType.F32, shape.ToArray(), values, 0));
    }

    /// <summary>Adds a scalar of I64.</summary>
    /// <exception cref="ArgumentException">The name is empty, reserved or taken.</exception>
    public void Add(string name, long value) => AddEntry(new Entry(name, SafetensorsType.I64, [], null, value));

    /// <summary>
    /// Writes the file under a temporary name in the same folder, flushes it to the disk and moves it into place, so that a crash
    /// leaves either the old file or the new one.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, WriteTo);

    private void WriteTo(Stream stream)
    {
        Entry[] entries =
        [
            .. _entries.OrderByDescending(entry => SafetensorsTypes.Bits(entry.Type)).ThenBy(entry => entry.Name, StringComparer.Ordinal),
        ];
        byte[] header = Header(entries);
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(number, (ulong)header.Length);
        stream.Write(number);
        stream.Write(header);
        foreach (Entry entry in entries)
        {
            if (entry.Values is null)
            {
                BinaryPrimitives.WriteInt64LittleEndian(number, entry.Scalar);
                stream.Write(number);
            }
            else
            {
                WriteValues(stream, entry, entry.Values());
            }
        }
    }

    private static void WriteValues(Stream stream, Entry entry, ReadOnlySpan<float> values)
    {
        if (values.Length != entry.Length)
        {
            throw new InvalidOperationException(
                $"Tensor '{entry.Name}' was added with {entry.Length} values but its source gave {values.Length}.");
        }

        FloatConversion.Write(stream, values);
    }

    private byte[] Header(Entry[] entries)
    {
        const int Alignment = 8;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            WriteMetadata(json);
            long offset = 0;
            foreach (Entry entry in entries)
            {
                WriteEntry(json, entry, ref offset);
            }

            json.WriteEndObject();
        }

        int padding = (Alignment - (buffer.WrittenCount % Alignment)) % Alignment;
        buffer.Write("        "u8[..padding]);
        return buffer.WrittenSpan.ToArray();
    }

    private void WriteMetadata(Utf8JsonWriter json)
    {
        if (Metadata.Count > 0)
        {
            json.WriteStartObject("__metadata__");
            foreach ((string key, string value) in Metadata)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }
    }

    private static void WriteEntry(Utf8JsonWriter json, Entry entry, ref long offset)
    {
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", SafetensorsTypes.Name(entry.Type));
        json.WriteStartArray("shape");
        foreach (long dimension in entry.Shape)
        {
            json.WriteNumberValue(dimension);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        offset += entry.Length * SafetensorsTypes.Bits(entry.Type) / 8;
        json.WriteNumberValue(offset);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void AddEntry(Entry entry)
    {
        ArgumentException.ThrowIfNullOrEmpty(entry.Name);
        if (entry.Shape.Any(dimension => dimension < 0))
        {
            throw new ArgumentException($"Tensor '{entry.Name}' has a negative dimension: [{string.Join(", ", entry.Shape)}].");
        }

        if (entry.Name == "__metadata__" || !_names.Add(entry.Name))
        {
            throw new ArgumentException($"The name '{entry.Name}' is reserved or was added before.");
        }

        _entries.Add(entry);
    }

    private sealed record Entry(string Name, SafetensorsType Type, long[] Shape, TensorSource? Values, long Scalar)
    {
        public long Length => SafetensorsTensor.Product(Shape);
    }
}
