using System.Text;
using NetGen.Examples.Images;

namespace NetGen.Examples.Tests.Images;

public class NetpbmReaderTests
{
    [Theory]
    [InlineData("P2\n3 1\n10\n0 5 10\n")]
    [InlineData("P2 # a comment\n3 # another\n1 10\r\n0\t5\n# more\n10")]
    public void Text_is_read_with_comments(string file)
    {
        ColorImage image = NetpbmReader.Read(Encoding.ASCII.GetBytes(file));

        Assert.Equal((3, 1), (image.Width, image.Height));
        Assert.Equal([new Rgb(0), new Rgb(0.5f), new Rgb(1)], image.Pixels);
    }

    [Fact]
    public void Binary_pixels_are_one_byte_or_two_big_endian()
    {
        ColorImage one = NetpbmReader.Read([.. "P5\n# made by hand\n2 1 100\n"u8, 50, 100]);
        ColorImage two = NetpbmReader.Read([.. "P5 1 2 1000 "u8, 0x01, 0xF4, 0x03, 0xE8]);

        Assert.Equal([new Rgb(0.5f), new Rgb(1)], one.Pixels);
        Assert.Equal(one.Pixels, two.Pixels);
    }

    [Fact]
    public void Colours_are_red_green_and_blue_in_turn()
    {
        ColorImage text = NetpbmReader.Read("P3 2 1 10\n10 0 5\n0 5 10"u8);
        ColorImage one = NetpbmReader.Read([.. "P6 2 1 10\n"u8, 10, 0, 5, 0, 5, 10]);
        ColorImage two = NetpbmReader.Read([.. "P6 2 1 1000\n"u8, 3, 0xE8, 0, 0, 1, 0xF4, 0, 0, 1, 0xF4, 3, 0xE8]);

        Assert.Equal([new Rgb(1, 0, 0.5f), new Rgb(0, 0.5f, 1)], text.Pixels);
        Assert.Equal(text.Pixels, one.Pixels);
        Assert.Equal(text.Pixels, two.Pixels);
    }

    [Theory]
    [InlineData("P2")]
    [InlineData("P3 1 1 255 1 2")]
    [InlineData("P6 1 1 255 ab")]
    [InlineData("P2 2 2 255 1 2 3")]
    [InlineData("P2 2 1 255 1 256")]
    [InlineData("P2 2 1 255 1 x")]
    [InlineData("P5 2 2 255 abc")]
    [InlineData("P5 1 1 65536 ab")]
    [InlineData("P5 1 1 0 ab")]
    [InlineData("P5 0 1 255 ab")]
    [InlineData("P5 -1 1 255 ab")]
    [InlineData("P5 99999999999999999999 99999999999999999999 255 ab")]
    public void Damaged_files_are_refused(string file) =>
        Assert.Throws<InvalidDataException>(() => NetpbmReader.Read(Encoding.ASCII.GetBytes(file)));

    [Fact]
    public void The_message_names_file_and_reason()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "GIF89a");
            var problem = Assert.Throws<InvalidDataException>(() => GrayImage.Load(path));
            Assert.Equal($"{path} cannot be read: it is neither a PNG nor a PPM or PGM image.", problem.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
