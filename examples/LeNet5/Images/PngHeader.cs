using System.Buffers.Binary;

namespace NetGen.Examples.Images;

/// <summary>A PNG's IHDR chunk.</summary>
internal sealed record PngHeader(int Width, int Height, int Depth, PngColorType ColorType, bool Interlaced)
{
    private static readonly PngPass _whole = new(0, 0, 1, 1);

    private static readonly PngPass[] _adam7 =
        [new(0, 0, 8, 8), new(0, 4, 8, 8), new(4, 0, 8, 4), new(0, 2, 4, 4), new(2, 0, 4, 2), new(0, 1, 2, 2), new(1, 0, 2, 1)];

    /// <summary>The sub-images, in the order in which they are stored.</summary>
    public IReadOnlyList<PngPass> Passes => Interlaced ? _adam7 : [_whole];

    /// <summary>Samples that make a pixel.</summary>
    public int Samples => ColorType switch
    {
        PngColorType.Color => 3,
        PngColorType.ColorAlpha => 4,
        PngColorType.GrayAlpha => 2,
        _ => 1,
    };

    /// <summary>How many bytes back a line's filter looks for the neighbour.</summary>
    public int FilterDistance => Math.Max(1, Samples * Depth / 8);

    /// <summary>Reads and checks the chunk.</summary>
    public static PngHeader Parse(ReadOnlySpan<byte> data)
    {
        if (data.Length != 13) throw new InvalidDataException($"its IHDR chunk has {data.Length} instead of 13 bytes");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(data), height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        int depth = data[8];
        var type = (PngColorType)data[9];
        bool valid = type switch
        {
            PngColorType.Gray => depth is 1 or 2 or 4 or 8 or 16,
            PngColorType.Palette => depth is 1 or 2 or 4 or 8,
            PngColorType.Color or PngColorType.GrayAlpha or PngColorType.ColorAlpha => depth is 8 or 16,
            _ => false,
        };
        if (!valid) throw new InvalidDataException($"colour type {data[9]} with {depth} bits does not exist");
        if (data[10] != 0 || data[11] != 0 || data[12] > 1) throw new InvalidDataException("its IHDR chunk names an unknown method");
        if (width > int.MaxValue || height > int.MaxValue) throw new InvalidDataException($"its size {width}×{height} is too large");
        return new PngHeader((int)width, (int)height, depth, type, data[12] == 1);
    }

    /// <summary>The length of a line of so many pixels, without its filter byte.</summary>
    public int BytesPerLine(int columns) => checked((int)((((long)columns * Samples * Depth) + 7) / 8));
}

/// <summary>What the samples of a pixel mean.</summary>
internal enum PngColorType
{
    /// <summary>One grey.</summary>
    Gray = 0,

    /// <summary>Red, green, blue.</summary>
    Color = 2,

    /// <summary>A number in the palette.</summary>
    Palette = 3,

    /// <summary>Grey, alpha.</summary>
    GrayAlpha = 4,

    /// <summary>Red, green, blue, alpha.</summary>
    ColorAlpha = 6,
}

/// <summary>Every so-many-th pixel of an image, from a first one on.</summary>
internal sealed record PngPass(int FirstRow, int FirstColumn, int RowStep, int ColumnStep)
{
    public int Rows(int height) => (height - FirstRow + RowStep - 1) / RowStep;

    public int Columns(int width) => (width - FirstColumn + ColumnStep - 1) / ColumnStep;

    public int Index(int row, int column, int width) =>
        ((FirstRow + (row * RowStep)) * width) + FirstColumn + (column * ColumnStep);
}
