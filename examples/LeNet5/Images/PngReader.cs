using System.Buffers.Binary;
using System.IO.Compression;

namespace NetGen.Examples.Images;

/// <summary>
/// Reads PNG: every colour type and bit depth, palettes, interlaced or not. What is transparent shows white paper.
/// </summary>
internal static class PngReader
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>Whether a file begins as a PNG does.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Signature);

    /// <summary>Decodes a whole file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static ColorImage Read(ReadOnlySpan<byte> bytes)
    {
        PngHeader? header = null;
        var colors = new PngColors();
        var compressed = new MemoryStream();
        ReadOnlySpan<byte> rest = bytes[Signature.Length..];
        while (true)
        {
            (string type, int length) = CheckChunk(rest);
            ReadOnlySpan<byte> data = rest.Slice(8, length);
            if (type == "IHDR") header = PngHeader.Parse(data);
            else if (type == "PLTE") colors.SetPalette(data);
            else if (type == "tRNS") colors.SetTransparency(data);
            else if (type == "IDAT") compressed.Write(data);
            else if (type == "IEND") break;
            rest = rest[(12 + length)..];
        }

        compressed.Position = 0;
        return Decode(header ?? throw new InvalidDataException("it has no IHDR chunk"), colors, compressed);
    }

    /// <summary>A chunk is a length, a type of four letters, the data and a checksum of type and data.</summary>
    private static (string Type, int Length) CheckChunk(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 12) throw new InvalidDataException("it ends before its IEND chunk");
        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        string type = System.Text.Encoding.Latin1.GetString(rest.Slice(4, 4));
        if (length > rest.Length - 12) throw new InvalidDataException($"it ends within its {type} chunk");
        uint expected = BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]);
        if (Crc32.Of(rest.Slice(4, 4 + (int)length)) != expected)
        {
            throw new InvalidDataException($"the checksum of its {type} chunk is wrong");
        }

        return (type, (int)length);
    }

    private static ColorImage Decode(PngHeader header, PngColors colors, Stream compressed)
    {
        var image = ColorImage.Create(header.Width, header.Height);
        using var stream = new ZLibStream(compressed, CompressionMode.Decompress);
        foreach (PngPass pass in header.Passes) DecodePass(header, pass, colors, stream, image);
        return image;
    }

    private static void DecodePass(PngHeader header, PngPass pass, PngColors colors, Stream stream, ColorImage image)
    {
        int columns = pass.Columns(header.Width), rows = pass.Rows(header.Height);
        if (columns == 0 || rows == 0) return;
        var line = new byte[header.BytesPerLine(columns)];
        var above = new byte[line.Length];
        for (int row = 0; row < rows; row++)
        {
            ReadLine(stream, line, above, header.FilterDistance);
            for (int column = 0; column < columns; column++)
            {
                image.Pixels[pass.Index(row, column, header.Width)] = colors.Pixel(header, line, column);
            }

            (line, above) = (above, line);
        }
    }

    private static void ReadLine(Stream stream, byte[] line, byte[] above, int distance)
    {
        int filter = stream.ReadByte();
        if (filter < 0 || stream.ReadAtLeast(line, line.Length, throwOnEndOfStream: false) < line.Length)
        {
            throw new InvalidDataException("its pixels end too early");
        }

        if (filter > 4) throw new InvalidDataException($"it has a line with the unknown filter {filter}");
        for (int i = 0; i < line.Length; i++)
        {
            int left = i < distance ? 0 : line[i - distance], corner = i < distance ? 0 : above[i - distance];
            line[i] += (byte)(filter switch
            {
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                4 => Paeth(left, above[i], corner),
                _ => 0,
            });
        }
    }

    /// <summary>Whichever neighbour is nearest to left + above − corner.</summary>
    private static int Paeth(int left, int above, int corner)
    {
        int toLeft = Math.Abs(above - corner), toAbove = Math.Abs(left - corner);
        int toCorner = Math.Abs(left + above - (2 * corner));
        if (toLeft <= toAbove && toLeft <= toCorner) return left;
        return toAbove <= toCorner ? above : corner;
    }
}
