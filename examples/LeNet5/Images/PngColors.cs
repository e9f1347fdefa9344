using System.Buffers.Binary;

namespace NetGen.Examples.Images;

/// <summary>Turns a PNG's samples into colours; holds its palette and what is transparent.</summary>
internal sealed class PngColors
{
    private byte[] _palette = [];
    private byte[] _transparency = [];

    /// <summary>Takes a PLTE chunk: red, green, blue of each entry.</summary>
    public void SetPalette(ReadOnlySpan<byte> data)
    {
        if (data.Length % 3 != 0) throw new InvalidDataException($"its palette has {data.Length} bytes, which is no multiple of 3");
        _palette = data.ToArray();
    }

    /// <summary>Takes a tRNS chunk: alphas of the palette's entries, or the one transparent colour.</summary>
    public void SetTransparency(ReadOnlySpan<byte> data) => _transparency = data.ToArray();

    /// <summary>One pixel of a decoded line.</summary>
    public Rgb Pixel(PngHeader header, ReadOnlySpan<byte> line, int column)
    {
        int first = column * header.Samples;
        if (header.ColorType == PngColorType.Palette) return PaletteColor(Sample(line, first, header.Depth));
        float scale = 1f / ((1 << header.Depth) - 1);
        bool isColor = header.ColorType is PngColorType.Color or PngColorType.ColorAlpha;
        var color = new Rgb(scale * Sample(line, first, header.Depth));
        if (isColor)
        {
            color = color with { Green = scale * Sample(line, first + 1, header.Depth), Blue = scale * Sample(line, first + 2, header.Depth) };
        }

        float alpha = header.ColorType is PngColorType.GrayAlpha or PngColorType.ColorAlpha
            ? scale * Sample(line, first + header.Samples - 1, header.Depth)
            : IsTransparent(header, line, first) ? 0 : 1;
        return color.OnWhite(alpha);
    }

    private Rgb PaletteColor(int entry)
    {
        if (3 * entry >= _palette.Length) throw new InvalidDataException($"it uses colour {entry} of a palette of {_palette.Length / 3}");
        var color = new Rgb(_palette[3 * entry] / 255f, _palette[(3 * entry) + 1] / 255f, _palette[(3 * entry) + 2] / 255f);
        return color.OnWhite(entry < _transparency.Length ? _transparency[entry] / 255f : 1);
    }

    private bool IsTransparent(PngHeader header, ReadOnlySpan<byte> line, int first)
    {
        if (_transparency.Length < 2 * header.Samples) return false;
        for (int i = 0; i < header.Samples; i++)
        {
            if (Sample(line, first + i, header.Depth) != BinaryPrimitives.ReadUInt16BigEndian(_transparency.AsSpan(2 * i))) return false;
        }

        return true;
    }

    private static int Sample(ReadOnlySpan<byte> line, int index, int depth) => depth switch
    {
        8 => line[index],
        16 => BinaryPrimitives.ReadUInt16BigEndian(line[(2 * index)..]),
        _ => (line[index * depth / 8] >> (8 - depth - (index * depth % 8))) & ((1 << depth) - 1),
    };
}
