namespace NetGen.Examples.Images;

/// <summary>
/// Reads the grey and colour formats of Netpbm: PGM and PPM, as text (P2, P3) and binary (P5, P6), up to 16 bits for a value,
/// with comments.
/// </summary>
internal ref struct NetpbmReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;

    private NetpbmReader(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _position = 2;
    }

    private readonly bool IsText => _bytes[1] is (byte)'2' or (byte)'3';

    private readonly bool IsColor => _bytes[1] is (byte)'3' or (byte)'6';

    /// <summary>Whether a file begins as one of these.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 1 && bytes[0] == 'P' && bytes[1] is (byte)'2' or (byte)'3' or (byte)'5' or (byte)'6';

    /// <summary>Decodes a whole file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static ColorImage Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new NetpbmReader(bytes);
        int width = reader.Number("width"), height = reader.Number("height"), maximum = reader.Number("largest value");
        if (maximum is < 1 or > 65535) throw new InvalidDataException($"its largest value {maximum} is not within 1 to 65535");
        var image = ColorImage.Create(width, height);
        int size = maximum < 256 ? 1 : 2;
        if (!reader.IsText) reader.BeginBinary((long)image.Pixels.Length * (reader.IsColor ? 3 : 1) * size);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = reader.Pixel(size, maximum);
        return image;
    }

    /// <summary>One byte of white space ends the header.</summary>
    private void BeginBinary(long needed)
    {
        _position = Math.Min(_position + 1, _bytes.Length);
        int left = _bytes.Length - _position;
        if (left < needed) throw new InvalidDataException($"it ends after {left} of {needed} bytes of pixels");
    }

    private Rgb Pixel(int size, int maximum)
    {
        float first = Level(Value(size), maximum);
        return IsColor ? new Rgb(first, Level(Value(size), maximum), Level(Value(size), maximum)) : new Rgb(first);
    }

    /// <summary>Two-byte values are big-endian.</summary>
    private int Value(int size)
    {
        if (IsText) return Number("pixel");
        int value = size == 1 ? _bytes[_position] : (_bytes[_position] << 8) | _bytes[_position + 1];
        _position += size;
        return value;
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
