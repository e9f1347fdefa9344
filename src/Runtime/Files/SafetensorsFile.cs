using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace NetGen;

/// <summary>
/// A safetensors file, open for reading. Opening reads and checks the whole header; values are read on demand. Nothing
/// outside the file's bounds is ever read, and memory use is bounded by the file's real size.
/// </summary>
/// <example><code>
/// using var file = SafetensorsFile.Open("lenet5.safetensors");
/// var bias = new float[20];
/// file.Read("conv1.bias", bias);
/// </code></example>
public sealed class SafetensorsFile : IDisposable
{
    /// <summary>The longest header that the format allows, in bytes.</summary>
    public const int HeaderLimit = 100_000_000;

    private const int LengthBytes = sizeof(ulong);

    private readonly SafeFileHandle _handle;
    private readonly Dictionary<string, SafetensorsTensor> _tensors;
    private readonly long _dataStart;

    private SafetensorsFile(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
        byte[] header = ReadHeader();
        _dataStart = LengthBytes + header.Length;
        (_tensors, Dictionary<string, string> metadata) = SafetensorsHeader.Parse(path, header, RandomAccess.GetLength(handle) - _dataStart);
        Metadata = metadata.AsReadOnly();
        Tensors = [.. _tensors.Values.OrderBy(tensor => tensor.Begin)];
    }

    /// <summary>The path that was opened.</summary>
    public string Path { get; }

    /// <summary>The tensors in the order of their values.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>The header's free texts.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="InvalidDataException">It is not a valid safetensors file; the message says why.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafeFileHandle handle = File.OpenHandle(path);
        try
        {
            return new SafetensorsFile(path, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Looks for the tensor of a name.</summary>
    public bool TryGetTensor(string name, [NotNullWhen(true)] out SafetensorsTensor? tensor) => _tensors.TryGetValue(name, out tensor);

    /// <summary>Reads a tensor's values as floats; F16, BF16 and F64 are converted.</summary>
    /// <exception cref="KeyNotFoundException">The file has no such tensor.</exception>
    /// <exception cref="ArgumentException">The destination is not as long as the tensor.</exception>
    /// <exception cref="InvalidDataException">The tensor is not of floats, or the file became shorter.</exception>
    public void Read(string name, Span<float> destination)
    {
        SafetensorsTensor tensor = Find(name);
        if (tensor.Length != destination.Length)
        {
            throw new ArgumentException($"{tensor} has {tensor.Length} values; there is room for {destination.Length}.", nameof(destination));
        }

        if (!FloatConversion.IsSupported(tensor.Type))
        {
            throw new InvalidDataException($"'{Path}': {tensor} is not F32, F16, BF16 or F64.");
        }

        FloatConversion.Read(tensor.Type, destination, (offset, bytes) => ReadBytes(tensor, offset, bytes));
    }

    /// <summary>Reads a tensor of one I64 value.</summary>
    /// <exception cref="KeyNotFoundException">The file has no such tensor.</exception>
    /// <exception cref="InvalidDataException">The tensor is something else, or the file became shorter.</exception>
    public long ReadInt64(string name)
    {
        SafetensorsTensor tensor = Find(name);
        if (tensor.Type != SafetensorsType.I64 || tensor.Length != 1)
        {
            throw new InvalidDataException($"'{Path}': {tensor} is not a single I64.");
        }

        Span<byte> bytes = stackalloc byte[sizeof(long)];
        ReadBytes(tensor, 0, bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private SafetensorsTensor Find(string name) =>
        _tensors.TryGetValue(name, out SafetensorsTensor? tensor) ? tensor : throw new KeyNotFoundException($"'{Path}' has no tensor '{name}'.");

    private byte[] ReadHeader()
    {
        long fileLength = RandomAccess.GetLength(_handle);
        if (fileLength < LengthBytes)
        {
            throw SafetensorsHeader.Invalid(Path, $"it has {fileLength} bytes, too few for a header");
        }

        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        ReadFully(lengthBytes, 0);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > HeaderLimit || length > (ulong)(fileLength - LengthBytes))
        {
            throw SafetensorsHeader.Invalid(
                Path, $"the header claims {length} bytes; {fileLength - LengthBytes} follow and {HeaderLimit} are allowed");
        }

        var header = new byte[length];
        ReadFully(header, LengthBytes);
        return header;
    }

    private void ReadBytes(SafetensorsTensor tensor, long offset, Span<byte> bytes) => ReadFully(bytes, _dataStart + tensor.Begin + offset);

    private void ReadFully(Span<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            int count = RandomAccess.Read(_handle, bytes, offset);
            if (count == 0)
            {
                throw SafetensorsHeader.Invalid(Path, "it ends too early");
            }

            bytes = bytes[count..];
            offset += count;
        }
    }
}
