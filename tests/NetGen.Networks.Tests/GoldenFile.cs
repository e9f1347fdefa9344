using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace NetGen.Networks.Tests;

/// <summary>
/// The results that PyTorch computed for a network. A reader of its own, so that a mistake in the runtime's safetensors
/// code cannot hide here.
/// </summary>
internal sealed class GoldenFile
{
    private const int Samples = 500;

    private readonly Dictionary<string, float[]> _tensors = [];

    public GoldenFile(string network)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", network + ".safetensors"));
        int headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, headerLength));
        ReadOnlySpan<byte> data = bytes.AsSpan(8 + headerLength);
        foreach (JsonProperty entry in header.RootElement.EnumerateObject())
        {
            JsonElement offsets = entry.Value.GetProperty("data_offsets");
            ReadOnlySpan<byte> tensor = data[offsets[0].GetInt32()..offsets[1].GetInt32()];
            _tensors[entry.Name] = MemoryMarshal.Cast<byte, float>(tensor).ToArray();
        }
    }

    public IEnumerable<string> Names => _tensors.Keys;

    public float[] this[string name] => _tensors[name];

    /// <summary>The elements of a tensor that the file holds: every so-many-th, an odd step, at most 500.</summary>
    public static float[] Sample(ReadOnlySpan<float> tensor)
    {
        int step = ((tensor.Length + Samples - 1) / Samples) | 1;
        var sample = new List<float>();
        for (int i = 0; i < tensor.Length; i += step) sample.Add(tensor[i]);
        return [.. sample];
    }
}
