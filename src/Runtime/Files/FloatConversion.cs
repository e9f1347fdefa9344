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

    /// <summary>Whether <see cref="Read"/> converts a type: all whose elements are real numbers of whole bytes.</summary>
    public static bool IsSupported(SafetensorsType type) =>
        SafetensorsTypes.Bits(type) >= 8 && type is not (SafetensorsType.C64 or SafetensorsType.F8E8M0);

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

    /// <summary>One element of a type that <see cref="IsSupported"/>, exactly where the type fits double precision.</summary>
    public static double DecodeDouble(SafetensorsType type, ReadOnlySpan<byte> bytes) => type switch
    {
        SafetensorsType.F64 => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        SafetensorsType.F32 or SafetensorsType.F16 or SafetensorsType.BF16 => Decode(type, bytes),
        SafetensorsType.F8E5M2 => (double)BitConverter.Int16BitsToHalf((short)(bytes[0] << 8)),
        SafetensorsType.F8E4M3 => SmallFloat(bytes[0], mantissaBits: 3, bias: 7, isNaN: (bytes[0] & 0x7F) == 0x7F),
        SafetensorsType.F8E4M3Fnuz => SmallFloat(bytes[0], mantissaBits: 3, bias: 8, isNaN: bytes[0] == 0x80),
        SafetensorsType.F8E5M2Fnuz => SmallFloat(bytes[0], mantissaBits: 2, bias: 16, isNaN: bytes[0] == 0x80),
        _ => (double)TryDecodeInteger(type, bytes)!.Value,
    };

    /// <summary>One element of an integer type, or a truth value as 0 or 1; null for other types.</summary>
    public static Int128? TryDecodeInteger(SafetensorsType type, ReadOnlySpan<byte> bytes) => type switch
    {
        SafetensorsType.Bool => bytes[0] == 0 ? 0 : 1,
        SafetensorsType.U8 => bytes[0],
        SafetensorsType.I8 => (sbyte)bytes[0],
        SafetensorsType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        SafetensorsType.I16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        SafetensorsType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        SafetensorsType.I32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        SafetensorsType.U64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        SafetensorsType.I64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => null,
    };

    private static float Decode(SafetensorsType type, ReadOnlySpan<byte> bytes) => type switch
    {
        SafetensorsType.F32 => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        SafetensorsType.F16 => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        SafetensorsType.BF16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(bytes) << 16),
        _ => TryDecodeInteger(type, bytes) is Int128 integer ? (float)integer : (float)DecodeDouble(type, bytes),
    };

    /// <summary>A float of one byte: sign, exponent, mantissa, with subnormals and without infinities.</summary>
    private static double SmallFloat(byte bits, int mantissaBits, int bias, bool isNaN)
    {
        int exponent = (bits & 0x7F) >> mantissaBits, mantissa = bits & ((1 << mantissaBits) - 1);
        int significand = exponent == 0 ? mantissa : mantissa | (1 << mantissaBits);
        double value = Math.ScaleB(significand, Math.Max(exponent, 1) - bias - mantissaBits);
        return isNaN ? double.NaN : bits >= 0x80 ? -value : value;
    }

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
