using System.Text;
using NetGen.Examples.Images;

namespace NetGen.Examples.Tests.Images;

public class PgmReaderTests
{
    [Theory]
    [InlineData("P2\n3 1\n10\n0 5 10\n")]
    [InlineData("P2 # a comment\n3 # another\n1 10\r\n0\t5\n# more\n10")]
    public void Text_is_read_with_comments(string file)
    {
        GrayImage image = PgmReader.Read(Encoding.ASCII.GetBytes(file));

        Assert.Equal((3, 1), (image.Width, image.Height));
        Assert.Equal([0, 0.5f, 1], image.Pixels);
    }

    [Fact]
    public void Binary_pixels_are_one_byte_or_two_big_endian()
    {
        GrayImage one = PgmReader.Read([.. "P5\n# made by hand\n2 1 100\n"u8, 50, 100]);
        GrayImage two = PgmReader.Read([.. "P5 1 2 1000 "u8, 0x01, 0xF4, 0x03, 0xE8]);

        Assert.Equal([0.5f, 1], one.Pixels);
        Assert.Equal([0.5f, 1], two.Pixels);
    }

    [Theory]
    [InlineData("P2")]
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
        Assert.Throws<InvalidDataException>(() => PgmReader.Read(Encoding.ASCII.GetBytes(file)));

    [Fact]
    public void The_message_names_file_and_reason()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "GIF89a");
            var problem = Assert.Throws<InvalidDataException>(() => GrayImage.Load(path));
            Assert.Equal($"{path} cannot be read: it is neither a PNG nor a PGM image.", problem.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
