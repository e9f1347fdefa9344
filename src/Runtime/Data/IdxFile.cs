using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;

namespace NetGen;

/// <summary>The element types of IDX files, by the byte that stands for each.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The format's own names of its types.")]
[SuppressMessage("Design", "CA1008", Justification = "The format has no type zero.")]
public enum IdxType
{
    /// <summary>Unsigned bytes.</summary>
    UInt8 = 0x08,

    /// <summary>Signed bytes.</summary>
    Int8 = 0x09,

    /// <summary>Signed 16-bit integers.</summary>
    Int16 = 0x0B,

    /// <summary>Signed 32-bit integers.</summary>
    Int32 = 0x0C,

    /// <summary>IEEE single precision.</summary>
    Single = 0x0D,

    /// <summary>IEEE double precision.</summary>
    Double = 0x0E,
}

/// <summary>
/// An array of an IDX file, the format of MNIST: two zero bytes, type, rank, big-endian dimensions, big-endian values. A
/// gzipped file is recognised by its first bytes.
/// </summary>
public sealed class IdxFile
{
    private readonly byte[] _data;
    private readonly int[] _dimensions;

    internal IdxFile(IdxType type, int[] dimensions, byte[] data)
    {
        Type = type;
        _dimensions = dimensions;
        _data = data;
    }

    /// <summary>The type of the elements.</summary>
    public IdxType Type { get; }

    /// <summary>The dimensions, outermost first.</summary>
    public ReadOnlySpan<int> Dimensions => _dimensions;

    /// <summary>The number of elements.</summary>
    public int Length => _data.Length / ElementSize(Type);

    /// <summary>The values as they are in the file: row-major, big-endian.</summary>
    public ReadOnlyMemory<byte> Data => _data;

    /// <summary>Reads a file, gzipped or not.</summary>
    /// <exception cref="InvalidDataException">It is not an IDX file; the message says why.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IdxFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        Span<byte> magic = stackalloc byte[2];
        bool zipped = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic.SequenceEqual<byte>([0x1F, 0x8B]);
        file.Position = 0;
        try
        {
            using Stream stream = zipped ? new GZipStream(file, CompressionMode.Decompress) : new BufferedStream(file);
            return IdxReader.Read(stream, path);
        }
        catch (InvalidDataException exception) when (zipped && exception.Data[IdxReader.Refused] is null)
        {
            throw new InvalidDataException($"'{path}' is not a valid gzip file: {exception.Message}", exception);
        }
    }

    /// <summary>The value at a row-major index.</summary>
    public double this[int index]
    {
        get
        {
            int size = ElementSize(Type);
            ReadOnlySpan<byte> bytes = _data.AsSpan(checked(index * size), size);
            return Type switch
            {
                IdxType.UInt8 => bytes[0],
                IdxType.Int8 => (sbyte)bytes[0],
                IdxType.Int16 => BinaryPrimitives.ReadInt16BigEndian(bytes),
                IdxType.Int32 => BinaryPrimitives.ReadInt32BigEndian(bytes),
                IdxType.Single => BinaryPrimitives.ReadSingleBigEndian(bytes),
                _ => BinaryPrimitives.ReadDoubleBigEndian(bytes),
            };
        }
    }

    /// <summary>The bytes of an element.</summary>
    internal static int ElementSize(IdxType type) => type switch
    {
        IdxType.UInt8 or IdxType.Int8 => 1,
        IdxType.Int16 => 2,
        IdxType.Double => 8,
        _ => 4,
    };
}
