using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
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
        long dataLength = RandomAccess.GetLength(handle) - _dataStart;
        (_tensors, Dictionary<string, string> metadata) = SafetensorsHeader.Parse(path, header, dataLength);
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
        catch (InvalidDataException exception) when (Foreign(handle) is string format)
        {
            handle.Dispose();
            throw new InvalidDataException($"'{path}' is not a safetensors file but {format}.", exception);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Looks for the tensor of a name.</summary>
    public bool TryGetTensor(string name, [NotNullWhen(true)] out SafetensorsTensor? tensor) => _tensors.TryGetValue(name, out tensor);

    /// <summary>
    /// Reads a tensor's values as floats. Other types of real numbers are converted, rounding to nearest; truth values become 0 and 1.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The file has no such tensor.</exception>
    /// <exception cref="ArgumentException">The destination is not as long as the tensor.</exception>
    /// <exception cref="InvalidDataException">
    /// The tensor is of complex numbers, or of elements of less than a byte, or the file became shorter.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The file was closed.</exception>
    public void Read(string name, Span<float> destination)
    {
        SafetensorsTensor tensor = Find(name);
        if (tensor.Length != destination.Length)
        {
            throw new ArgumentException(
                $"{tensor} has {tensor.Length} values; there is room for {destination.Length}.", nameof(destination));
        }

        if (!FloatConversion.IsSupported(tensor.Type))
        {
            throw new InvalidDataException($"'{Path}': {tensor} has elements that cannot be converted to F32.");
        }

        FloatConversion.Read(tensor.Type, destination, (offset, bytes) => ReadBytes(tensor, offset, bytes));
    }

    /// <summary>
    /// Reads a tensor of one value, such as a counter, as a whole number. Other types than I64 are converted, and what stands behind the
    /// point is cut off, as PyTorch does.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The file has no such tensor.</exception>
    /// <exception cref="InvalidDataException">
    /// The tensor has more values or none, or its value does not fit 64 bits, or the file became shorter.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The file was closed.</exception>
    public long ReadInt64(string name)
    {
        SafetensorsTensor tensor = Find(name);
        if (tensor.Length != 1 || !FloatConversion.IsSupported(tensor.Type))
        {
            throw new InvalidDataException($"'{Path}': {tensor} is not a single number.");
        }

        Span<byte> bytes = stackalloc byte[sizeof(long)];
        bytes = bytes[..(SafetensorsTypes.Bits(tensor.Type) / 8)];
        ReadBytes(tensor, 0, bytes);
        if (FloatConversion.TryDecodeInteger(tensor.Type, bytes) is Int128 integer)
        {
            return integer <= long.MaxValue ? (long)integer : throw NotWhole(tensor, integer);
        }

        double value = FloatConversion.DecodeDouble(tensor.Type, bytes);
        return Math.Abs(value) < -(double)long.MinValue ? (long)value : throw NotWhole(tensor, value);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private SafetensorsTensor Find(string name) => _tensors.TryGetValue(name, out SafetensorsTensor? tensor)
        ? tensor
        : throw new KeyNotFoundException($"'{Path}' has no tensor '{name}'.");

    private InvalidDataException NotWhole(SafetensorsTensor tensor, IFormattable value) =>
        new($"'{Path}': {tensor} is {value.ToString(null, CultureInfo.InvariantCulture)}, which is no whole number of 64 bits.");

    /// <summary>What a file is that is no safetensors file; null if that cannot be said.</summary>
    private static string? Foreign(SafeFileHandle handle)
    {
        Span<byte> start = stackalloc byte[ForeignFormat.Examined];
        int length = 0;
        while (length < start.Length && RandomAccess.Read(handle, start[length..], length) is int count and > 0)
        {
            length += count;
        }

        return ForeignFormat.Describe(start[..length]);
    }

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

    private void ReadBytes(SafetensorsTensor tensor, long offset, Span<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        ReadFully(bytes, _dataStart + tensor.Begin + offset);
    }

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
