using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using NetGen.Examples.Images;

namespace NetGen.Examples.Tests.Images;

/// <summary>Writes PNG files chunk by chunk, so that tests can make every kind, and broken ones.</summary>
internal sealed class PngBuilder
{
    private readonly List<byte> _file = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    public PngBuilder Header(int width, int height, int depth, int colorType, bool interlaced = false)
    {
        var data = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(data, width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), height);
        (data[8], data[9], data[12]) = ((byte)depth, (byte)colorType, interlaced ? (byte)1 : (byte)0);
        return Chunk("IHDR", data);
    }

    /// <summary>The image data: each line with its filter byte first, already filtered.</summary>
    public PngBuilder Data(params byte[] lines)
    {
        var compressed = new MemoryStream();
        using (var stream = new ZLibStream(compressed, CompressionLevel.Fastest)) stream.Write(lines);
        return Chunk("IDAT", compressed.ToArray());
    }

    public PngBuilder Chunk(string type, params byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        _file.AddRange(number);
        _file.AddRange(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(body));
        _file.AddRange(number);
        return this;
    }

    public byte[] End() => [.. Chunk("IEND")._file];

    public ColorImage Read() => PngReader.Read(End());

    public GrayImage ReadGray() => Read().ToGray();
}
