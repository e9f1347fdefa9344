using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>Floats from and to the little-endian formats of weight files, through a small buffer.</summary>
internal static class FloatConversion
{
    private const int BufferBytes = 1 << 14;

    /// <summary>Floats whose bytes can be counted in 32 bits.</summary>
    private const int ChunkLength = 1 << 20;

    /// <summary>Fills a buffer with the bytes from an offset on.</summary>
    public delegate void ByteSource(long offset, Span<byte> bytes);

    /// <summary>Whether <see cref="Read"/> converts a type.</summary>
    public static bool IsSupported(SafetensorsType type) =>
        type is SafetensorsType.F32 or SafetensorsType.F16 or SafetensorsType.BF16 or SafetensorsType.F64;

    /// <summary>Reads floats of a type, rounding to nearest where singles are less precise.</summary>
    public static void Read(SafetensorsType type, Span<float> destination, ByteSource source)
    {
        if (type == SafetensorsType.F32 && BitConverter.IsLittleEndian)
        {
            ReadAsTheyAre(destination, source);
            return;
        }

        int size = SafetensorsTypes.Bits(type) / 8;
        Span<byte> buffer = new byte[Math.Min(BufferBytes, Math.Max(destination.Length, 1) * size)];
        for (int done = 0; done < destination.Length;)
        {
            int count = Math.Min(destination.Length - done, buffer.Length / size);
            Span<byte> bytes = buffer[..(count * size)];
            source((long)done * size, bytes);
            for (int i = 0; i < count; i++)
            {
                destination[done + i] = Decode(type, bytes[(i * size)..]);
            }

            done += count;
        }
    }

    private static void ReadAsTheyAre(Span<float> destination, ByteSource source)
    {
        for (int done = 0; done < destination.Length; done += ChunkLength)
        {
            Span<float> chunk = destination.Slice(done, Math.Min(ChunkLength, destination.Length - done));
            source((long)done * sizeof(float), MemoryMarshal.AsBytes(chunk));
        }
    }

    /// <summary>Writes floats as F32.</summary>
    public static void Write(Stream stream, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            foreach (ReadOnlySpan<float> chunk in new ChunkedSpan(values))
            {
                stream.Write(MemoryMarshal.AsBytes(chunk));
            }

            return;
        }

        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            stream.Write(bytes);
        }
    }

    private static float Decode(SafetensorsType type, ReadOnlySpan<byte> bytes) => type switch
    {
        SafetensorsType.F32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        SafetensorsType.F16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        SafetensorsType.BF16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(bytes) << 16),
        _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
    };

    /// <summary>A span in pieces.</summary>
    private ref struct ChunkedSpan(ReadOnlySpan<float> rest)
    {
        private ReadOnlySpan<float> _rest = rest;

        public ReadOnlySpan<float> Current { get; private set; }

        public readonly ChunkedSpan GetEnumerator() => this;

        public bool MoveNext()
        {
            int length = Math.Min(_rest.Length, ChunkLength);
            Current = _rest[..length];
            _rest = _rest[length..];
            return length > 0;
        }
    }
}
