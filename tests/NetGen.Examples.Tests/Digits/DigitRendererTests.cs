using NetGen.Examples.Digits;

namespace NetGen.Examples.Tests.Digits;

public class DigitRendererTests
{
    [Fact]
    public void One_seed_repeats_the_same_images_in_any_order()
    {
        var first = new DigitRenderer();
        var second = new DigitRenderer();
        byte[][] forward = [.. Enumerable.Range(0, 50).Select(index => Render(first, 7, index))];
        byte[][] backward = [.. Enumerable.Range(0, 50).Reverse().Select(index => Render(second, 7, index)).Reverse()];

        Assert.Equal(forward, backward);
    }

    [Fact]
    public void Seeds_and_indices_give_different_images()
    {
        var renderer = new DigitRenderer();
        var images = new HashSet<string>();
        for (int seed = 0; seed < 4; seed++)
        {
            for (int index = 0; index < 250; index++) images.Add(Convert.ToBase64String(Render(renderer, seed, index)));
        }

        Assert.Equal(1000, images.Count);
    }

    [Fact]
    public void All_digits_come_about_equally_often()
    {
        var renderer = new DigitRenderer();
        var image = new byte[DigitRenderer.Length];
        int[] counts = new int[10];
        for (int index = 0; index < 5000; index++) counts[renderer.Render(1, index, image)]++;

        Assert.All(counts, count => Assert.InRange(count, 400, 600));
    }

    [Fact]
    public void Digits_are_light_on_dark_and_keep_off_the_border()
    {
        var renderer = new DigitRenderer();
        for (int index = 0; index < 1000; index++)
        {
            byte[] image = Render(renderer, 3, index);
            Assert.InRange(image.Count(level => level > 100), 15, 350);
            Assert.InRange(image[..28].Concat(image[^28..]).Average(level => level), 0, 60);
        }
    }

    private static byte[] Render(DigitRenderer renderer, int seed, int index)
    {
        var image = new byte[DigitRenderer.Length];
        renderer.Render(seed, index, image);
        return image;
    }
}
