using NetGen.Examples.Images;

namespace NetGen.Examples.Tests.Images;

public class DigitImageTests
{
    [Fact]
    public void An_image_of_the_right_form_is_left_as_it_is()
    {
        GrayImage image = Draw(28, 28, (x, y) => x is > 8 and < 20 && y is > 4 and < 24 ? (x + y) / 56f : 0);

        Assert.Equal(image.Pixels, DigitImage.Prepare(image), (a, b) => MathF.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void A_dark_digit_on_light_paper_is_inverted()
    {
        GrayImage ink = Draw(28, 28, (x, y) => x == 14 && y is > 4 and < 24 ? 0.1f : 0.9f);

        float[] prepared = DigitImage.Prepare(ink);

        Assert.Equal(0.9f, prepared[(14 * 28) + 14], 1e-5f);
        Assert.Equal(0.1f, prepared[0], 1e-5f);
    }

    [Theory]
    [InlineData(56, 56)]
    [InlineData(280, 280)]
    [InlineData(100, 100)]
    [InlineData(14, 14)]
    [InlineData(8, 8)]
    public void Any_size_shows_the_same_picture(int width, int height)
    {
        GrayImage image = Draw(width, height, (x, y) => (x + 0.5f) / width is >= 0.25f and < 0.75f ? 1 : 0);

        float[] prepared = DigitImage.Prepare(image);

        Assert.Equal(1, prepared[(14 * 28) + 14], 1e-4f);
        Assert.Equal(0, prepared[(14 * 28) + 2], 1e-4f);
        Assert.Equal(0.5f, prepared.Average(), 0.03f);
    }

    [Fact]
    public void Fine_lines_turn_grey_when_they_shrink_and_do_not_vanish()
    {
        GrayImage image = Draw(280, 280, (x, y) => x % 10 == 0 && x is > 0 and < 279 ? 1 : 0);

        float[] prepared = DigitImage.Prepare(image);

        Assert.All(prepared[(14 * 28)..(15 * 28)][2..26], level => Assert.Equal(0.1f, level, 0.01f));
    }

    [Fact]
    public void A_wide_image_keeps_its_proportions_and_is_padded_with_its_ground()
    {
        GrayImage image = Draw(112, 28, (x, y) => x is > 2 and < 109 && y is > 2 and < 25 ? 0.2f : 0.9f);

        float[] prepared = DigitImage.Prepare(image);

        Assert.Equal(0.1f, prepared[14], 0.02f);
        Assert.Equal(0.8f, prepared[(14 * 28) + 14], 0.02f);
        Assert.Equal(0.1f, prepared[(27 * 28) + 14], 0.02f);
    }

    [Fact]
    public void A_single_pixel_is_an_image() => Assert.Equal(784, DigitImage.Prepare(Draw(1, 1, (_, _) => 0)).Length);

    private static GrayImage Draw(int width, int height, Func<int, int, float> level)
    {
        var image = new GrayImage(width, height, new float[width * height]);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = level(i % width, i / width);
        return image;
    }
}
