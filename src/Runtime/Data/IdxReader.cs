using System.Buffers.Binary;

namespace NetGen;

/// <summary>Reads the IDX format from a stream. Memory grows with what the stream really gives, never with what the header claims.</summary>
internal static class IdxReader
{
    /// <summary>Marks the exceptions whose message is complete.</summary>
    public const string Refused = "NetGen.Idx";

    private const int FirstRead = 1 << 16;

    /// <summary>Reads header and values, and sees that nothing follows.</summary>
    public static IdxFile Read(Stream stream, string path)
    {
        Span<byte> magic = stackalloc byte[4];
        Fill(stream, magic, path, "its header");
        if (magic[0] != 0 || magic[1] != 0 || !Enum.IsDefined((IdxType)magic[2]))
        {
            throw Invalid(path, $"it begins with {Convert.ToHexString(magic)}, which is not two zeros and a type");
        }

        var type = (IdxType)magic[2];
        int[] dimensions = ReadDimensions(stream, magic[3], path);
        byte[] data = ReadData(stream, ByteCount(type, dimensions, path), path);
        if (stream.ReadByte() >= 0)
        {
            throw Invalid(path, $"something follows its {data.Length} bytes of values");
        }

        return new IdxFile(type, dimensions, data);
    }

    private static int[] ReadDimensions(Stream stream, int rank, string path)
    {
        var dimensions = new int[rank];
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        for (int i = 0; i < rank; i++)
        {
            Fill(stream, bytes, path, "its dimensions");
            dimensions[i] = BinaryPrimitives.ReadInt32BigEndian(bytes);
            if (dimensions[i] < 0)
            {
                throw Invalid(path, $"dimension {i} is {dimensions[i]}");
            }
        }

        return dimensions;
    }

    private static int ByteCount(IdxType type, int[] dimensions, string path)
    {
        Int128 count = IdxFile.ElementSize(type);
        foreach (int dimension in dimensions)
        {
            count *= dimension;
            if (count > Array.MaxLength)
            {
                throw Invalid(path, $"{string.Join('×', dimensions)} values are more than an array can hold");
            }
        }

        return (int)count;
    }

    private static byte[] ReadData(Stream stream, int count, string path)
    {
        var data = new byte[Math.Min(count, FirstRead)];
        int filled = 0;
        while (true)
        {
            Fill(stream, data.AsSpan(filled), path, $"its {count} bytes of values");
            filled = data.Length;
            if (filled == count)
            {
                return data;
            }

            Array.Resize(ref data, (int)Math.Min(count, filled * 2L));
        }
    }

    private static void Fill(Stream stream, Span<byte> bytes, string path, string what)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw Invalid(path, $"it ends within {what}");
        }
    }

    private static InvalidDataException Invalid(string path, string reason)
    {
        var exception = new InvalidDataException($"'{path}' is not a valid IDX file: {reason}.");
        exception.Data[Refused] = true;
        return exception;
    }
}
