using System.Buffers.Binary;
using System.Text;

namespace NetGen;

/// <summary>Recognises files of other formats by their first bytes, to say what they are and how to get a safetensors file.</summary>
internal static class ForeignFormat
{
    /// <summary>Bytes from the beginning that are enough to recognise each format.</summary>
    public const int Examined = 512;

    private const string FromState = "from safetensors.torch import save_file; save_file(model.state_dict(), \"model.safetensors\")";

    private const string FromTorch =
        "load it with torch.load into the model's state_dict and write that in Python: " + FromState;

    private const string FromArrays =
        "write its arrays in Python: from safetensors.numpy import save_file; save_file(arrays, \"model.safetensors\")";

    /// <summary>What a file is, and the way out; null where its first bytes are of no format that is known here.</summary>
    /// <param name="start">The first bytes, <see cref="Examined"/> of them or the whole file.</param>
    public static string? Describe(ReadOnlySpan<byte> start) => start switch
    {
        _ when start.StartsWith("PK\u0003\u0004"u8) => DescribeZip(start),
        [0x80, >= 2 and <= 5, ..] => $"a Python pickle, as torch.save wrote it before PyTorch 1.6; {FromTorch}",
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => $"an HDF5 file, as Keras writes weights; {FromArrays}",
        [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] => $"a NumPy array (.npy); {FromArrays}",
        _ when start.StartsWith("GGUF"u8) => $"a GGUF file; {FromArrays}",
        _ when start.Length >= 8 && start[4..8].SequenceEqual("TFL3"u8) => $"a TensorFlow Lite model; {FromArrays}",
        _ when start.StartsWith("version https://git-lfs"u8) =>
            "a pointer of Git LFS in place of the file; fetch the file with: git lfs pull",
        _ when IsWebPage(start) => "a web page in place of the file; download the file itself",
        _ when IsOnnx(start) => $"an ONNX model; {FromState}, or write its initializers with safetensors.numpy.save_file",
        _ => null,
    };

    /// <summary>PyTorch, NumPy and Keras all write zip archives; the name of the first entry tells them apart.</summary>
    private static string DescribeZip(ReadOnlySpan<byte> start)
    {
        const int NameLength = 26, Name = 30;
        int length = start.Length < Name ? 0 : Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(start[NameLength..]), start.Length - Name);
        string first = length == 0 ? "" : Encoding.UTF8.GetString(start.Slice(Name, length));
        return first switch
        {
            _ when first.EndsWith("data.pkl", StringComparison.Ordinal) =>
                $"a PyTorch file (.pt, .pth), as torch.save writes it; {FromTorch}",
            _ when first.EndsWith(".npy", StringComparison.Ordinal) => $"a NumPy archive (.npz); {FromArrays}",
            "metadata.json" or "config.json" or "model.weights.h5" => $"a Keras model (.keras); {FromArrays}",
            _ => $"a zip archive, as PyTorch (.pt, .pth) and NumPy (.npz) write them; if it is PyTorch's, {FromTorch}",
        };
    }

    private static bool IsWebPage(ReadOnlySpan<byte> start)
    {
        string text = Encoding.Latin1.GetString(start).TrimStart();
        return text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A protobuf message that begins with a small version, followed by another of the fields of ONNX's model.</summary>
    private static bool IsOnnx(ReadOnlySpan<byte> start) =>
        start is [0x08, >= 1 and <= 64, 0x12 or 0x1A or 0x22 or 0x28 or 0x32 or 0x3A or 0x42, ..];
}
