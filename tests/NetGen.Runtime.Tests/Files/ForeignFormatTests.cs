using System.IO.Compression;
using NetGen.Runtime.Tests.Fakes;

namespace NetGen.Runtime.Tests.Files;

public sealed class ForeignFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<byte[], string[]> Formats() => new()
    {
        { Zip("model/data.pkl"), ["PyTorch file (.pt, .pth)", "torch.load", "save_file(model.state_dict()"] },
        { Zip("weight.npy"), ["NumPy archive (.npz)", "safetensors.numpy"] },
        { Zip("metadata.json"), ["Keras model (.keras)"] },
        { Zip("something"), ["zip archive", "PyTorch"] },
        { [0x80, 0x02, 0x8A, 0x0A, .. new byte[20]], ["Python pickle", "torch.load", "save_file(model.state_dict()"] },
        { [0x89, .. "HDF\r\n\u001a\n"u8, .. new byte[20]], ["HDF5", "Keras", "safetensors.numpy"] },
        { [0x93, .. "NUMPY"u8, 1, 0, .. new byte[20]], ["NumPy array (.npy)"] },
        { [0x08, 0x07, 0x12, 0x07, .. "pytorch"u8, 0x1A, 0x05, .. "2.3.0"u8], ["ONNX model", "initializers"] },
        { [0x08, 0x03, 0x3A, 0x90, 0x01, .. new byte[20]], ["ONNX model"] },
        { [.. "GGUF"u8, .. new byte[20]], ["GGUF"] },
        { [0x1C, 0, 0, 0, .. "TFL3"u8, .. new byte[20]], ["TensorFlow Lite"] },
        { [.. "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"u8], ["Git LFS", "git lfs pull"] },
        { [.. "\n<!DOCTYPE html><html></html>"u8], ["web page"] },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_of_another_format_is_refused_for_being_one_with_the_way_out(byte[] content, string[] words)
    {
        using NetworkState state = LinearStates.Create();
        string path = _folder.File("model.bin", content);

        string message = Assert.Throws<InvalidDataException>(() => state.Parameters.Load(path)).Message;

        Assert.StartsWith($"'{path}' is not a safetensors file but ", message, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_truncated_or_empty_file_is_of_no_other_format()
    {
        foreach (byte[] content in new byte[][] { [], [0x80], [0x08, 0x07], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] })
        {
            string message = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(_folder.File("short", content))).Message;
            Assert.Contains("is not a valid safetensors file", message, StringComparison.Ordinal);
        }
    }

    /// <summary>A header of 1800 bytes begins with the bytes of an ONNX model, one of 640 with those of a pickle.</summary>
    [Theory]
    [InlineData(0x0708 + (0x12 << 16))]
    [InlineData(0x0280)]
    public void A_safetensors_file_whose_length_looks_like_another_format_is_read(int headerLength)
    {
        string json = "{}".PadRight(headerLength);

        using var file = SafetensorsFile.Open(_folder.File("good", SafetensorsFileTests.File(json, [])));

        Assert.Empty(file.Tensors);
    }

    private static byte[] Zip(string entry)
    {
        using var zipped = new MemoryStream();
        using (var archive = new ZipArchive(zipped, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry(entry);
        }

        return zipped.ToArray();
    }
}
