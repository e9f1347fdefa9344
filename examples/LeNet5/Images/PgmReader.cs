namespace NetGen.Examples.Images;

/// <summary>Reads PGM, the grey format of Netpbm: text (P2) and binary (P5), up to 16 bits for a pixel, with comments.</summary>
internal ref struct PgmReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;

    private PgmReader(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _position = 2;
    }

    /// <summary>Whether a file begins as a PGM does.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> bytes) => bytes.StartsWith("P2"u8) || bytes.StartsWith("P5"u8);

    /// <summary>Decodes a whole file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static GrayImage Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new PgmReader(bytes);
        int width = reader.Number("width"), height = reader.Number("height"), maximum = reader.Number("largest value");
        if (maximum is < 1 or > 65535) throw new InvalidDataException($"its largest value {maximum} is not within 1 to 65535");
        var image = GrayImage.Create(width, height);
        if (bytes[1] == '2') reader.ReadText(image.Pixels, maximum);
        else reader.ReadBinary(image.Pixels, maximum);
        return image;
    }

    private void ReadText(float[] pixels, int maximum)
    {
        for (int i = 0; i < pixels.Length; i++) pixels[i] = Level(Number("pixel"), maximum);
    }

    /// <summary>One byte of white space ends the header; two-byte pixels are big-endian.</summary>
    private void ReadBinary(float[] pixels, int maximum)
    {
        int size = maximum < 256 ? 1 : 2;
        ReadOnlySpan<byte> data = _bytes[Math.Min(_position + 1, _bytes.Length)..];
        if (data.Length < (long)pixels.Length * size)
        {
            throw new InvalidDataException($"it ends after {data.Length} of {(long)pixels.Length * size} bytes of pixels");
        }

        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = Level(size == 1 ? data[i] : (data[2 * i] << 8) | data[(2 * i) + 1], maximum);
        }
    }

    private static float Level(int value, int maximum) => value <= maximum
        ? value / (float)maximum
        : throw new InvalidDataException($"a pixel of {value} is above the largest value {maximum}");

    private int Number(string what)
    {
        SkipSpaceAndComments();
        long value = 0;
        int begin = _position;
        while (_position < _bytes.Length && char.IsAsciiDigit((char)_bytes[_position]))
        {
            value = Math.Min((value * 10) + _bytes[_position++] - '0', int.MaxValue);
        }

        return _position > begin ? (int)value : throw new InvalidDataException($"at byte {begin} a {what} was expected");
    }

    private void SkipSpaceAndComments()
    {
        bool comment = false;
        for (; _position < _bytes.Length; _position++)
        {
            byte next = _bytes[_position];
            if (next == '#') comment = true;
            else if (next == '\n' || next == '\r') comment = false;
            else if (!comment && next is not ((byte)' ' or (byte)'\t' or (byte)'\v' or (byte)'\f')) return;
        }
    }
}
