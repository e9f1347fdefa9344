using NetGen.Examples.Images;

namespace NetGen.Examples.Tests.Images;

public class PngReaderTests
{
    private const int Gray = 0, Color = 2, Palette = 3, GrayAlpha = 4, ColorAlpha = 6;

    [Theory]
    [InlineData(1, new byte[] { 0b0100_0000 }, 1f)]
    [InlineData(2, new byte[] { 0b0010_0000 }, 2 / 3f)]
    [InlineData(4, new byte[] { 0x0A }, 10 / 15f)]
    [InlineData(8, new byte[] { 0, 51 }, 0.2f)]
    [InlineData(16, new byte[] { 0, 0, 0x80, 0x00 }, 32768 / 65535f)]
    public void Grey_of_every_depth_is_scaled_to_one(int depth, byte[] line, float second)
    {
        GrayImage image = new PngBuilder().Header(2, 1, depth, Gray).Data([0, .. line]).ReadGray();

        Assert.Equal([0, second], image.Pixels, (a, b) => MathF.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void Colour_becomes_its_luma()
    {
        GrayImage image = new PngBuilder().Header(3, 1, 8, Color).Data(0, 255, 0, 0, 0, 255, 0, 0, 0, 255).ReadGray();

        Assert.Equal([0.299f, 0.587f, 0.114f], image.Pixels, (a, b) => MathF.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void Colours_are_kept_at_every_depth()
    {
        ColorImage bytes = new PngBuilder().Header(2, 1, 8, Color).Data(0, 255, 0, 51, 102, 153, 204).Read();
        ColorImage words = new PngBuilder().Header(1, 1, 16, ColorAlpha).Data(0, 255, 255, 0, 0, 0x33, 0x33, 255, 255).Read();
        ColorImage palette = new PngBuilder().Header(1, 1, 8, Palette).Chunk("PLTE", 255, 0, 51).Data(0, 0).Read();

        AssertClose([new Rgb(1, 0, 0.2f), new Rgb(0.4f, 0.6f, 0.8f)], bytes.Pixels);
        AssertClose([new Rgb(1, 0, 0.2f)], words.Pixels);
        AssertClose([new Rgb(1, 0, 0.2f)], palette.Pixels);
    }

    [Fact]
    public void Transparent_pixels_show_white_paper()
    {
        GrayImage gray = new PngBuilder().Header(2, 1, 8, GrayAlpha).Data(0, 0, 0, 0, 255).ReadGray();
        GrayImage color = new PngBuilder().Header(1, 1, 16, ColorAlpha).Data(0, 0, 0, 0, 0, 0, 0, 0, 0).ReadGray();
        GrayImage key = new PngBuilder().Header(2, 1, 8, Gray).Chunk("tRNS", 0, 7).Data(0, 7, 0).ReadGray();

        Assert.Equal([1, 0], gray.Pixels);
        Assert.Equal([1], color.Pixels);
        Assert.Equal([1, 0], key.Pixels);
    }

    [Fact]
    public void A_palette_is_looked_up_with_its_alphas()
    {
        GrayImage image = new PngBuilder().Header(3, 1, 2, Palette)
            .Chunk("PLTE", 0, 0, 0, 255, 255, 255, 0, 0, 0).Chunk("tRNS", 255, 255, 0).Data(0, 0b00_01_10_00).ReadGray();

        Assert.Equal([0, 1, 1], image.Pixels, (a, b) => MathF.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void Every_filter_is_undone()
    {
        // Each line decodes to 11, 30, 61: by difference to the left, above, to their mean, and to Paeth's choice.
        GrayImage image = new PngBuilder().Header(3, 5, 8, Gray).Data(
            0, 11, 30, 61,
            1, 11, 19, 31,
            2, 0, 0, 0,
            3, 6, 10, 16,
            4, 0, 0, 0).ReadGray();

        for (int row = 0; row < 5; row++)
        {
            Assert.Equal([11 / 255f, 30 / 255f, 61 / 255f], image.Pixels[(3 * row)..(3 * (row + 1))], (a, b) => MathF.Abs(a - b) < 1e-6f);
        }
    }

    [Fact]
    public void Interlaced_images_are_put_together()
    {
        // A 3×3 image has a pixel in passes 1, 4 (column 2), 5 (row 2), 6 (column 1) and 7 (row 1).
        GrayImage image = new PngBuilder().Header(3, 3, 8, Gray, interlaced: true).Data(
            0, 0,
            0, 2,
            0, 6, 8,
            0, 1, 0, 7,
            0, 3, 4, 5).ReadGray();

        Assert.Equal(Enumerable.Range(0, 9), image.Pixels.Select(level => (int)MathF.Round(level * 255)));
    }

    [Fact]
    public void Data_may_be_split_over_chunks()
    {
        byte[] whole = new PngBuilder().Header(2, 1, 8, Gray).Data(0, 51, 102).End();
        int dataLength = whole[8 + 25 + 3];
        byte[] data = whole[(8 + 25 + 8)..(8 + 25 + 8 + dataLength)];

        GrayImage image = new PngBuilder().Header(2, 1, 8, Gray).Chunk("IDAT", data[..3]).Chunk("IDAT", data[3..]).ReadGray();

        Assert.Equal([0.2f, 0.4f], image.Pixels, (a, b) => MathF.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        byte[] whole = new PngBuilder().Header(2, 2, 8, Gray).Data(0, 1, 2, 0, 3, 4).End();

        for (int length = 8; length < whole.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => PngReader.Read(whole.AsSpan(0, length)));
        }
    }

    [Fact]
    public void A_flipped_byte_is_refused()
    {
        byte[] whole = new PngBuilder().Header(2, 2, 8, Gray).Data(0, 1, 2, 0, 3, 4).End();

        for (int i = 8; i < whole.Length; i++)
        {
            byte[] broken = [.. whole];
            broken[i] ^= 0x41;
            Assert.Throws<InvalidDataException>(() => PngReader.Read(broken));
        }
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => new PngBuilder().Header(0, 1, 8, Gray).Data(0).Read());
        Assert.Throws<InvalidDataException>(() => new PngBuilder().Header(-1, 1, 8, Gray).Data(0).Read());
        Assert.Throws<InvalidDataException>(() => new PngBuilder().Header(1 << 30, 1 << 30, 8, Gray).Data(0).Read());
        Assert.Throws<InvalidDataException>(() => new PngBuilder().Header(1, 1, 3, Gray).Data(0, 0).Read());
        Assert.Throws<InvalidDataException>(() => new PngBuilder().Header(1, 1, 8, 5).Data(0, 0).Read());
        Assert.Throws<InvalidDataException>(() => new PngBuilder().Header(1, 1, 8, Gray).Data(5, 0).Read());
        Assert.Throws<InvalidDataException>(() => new PngBuilder().Header(1, 2, 8, Gray).Data(0, 0).Read());
        Assert.Throws<InvalidDataException>(() => new PngBuilder().Header(1, 1, 8, Palette).Chunk("PLTE", 1, 2, 3).Data(0, 1).Read());
        Assert.Throws<InvalidDataException>(() => new PngBuilder().Data(0, 0).Read());
    }

    private static void AssertClose(Rgb[] expected, Rgb[] actual) => Assert.Equal(
        expected, actual, (a, b) => MathF.Abs(a.Red - b.Red) + MathF.Abs(a.Green - b.Green) + MathF.Abs(a.Blue - b.Blue) < 1e-6f);
}
