using NetGen.Examples.Images;

namespace NetGen.Zoo.Tests;

/// <summary>A picture becomes what networks are trained on.</summary>
public sealed class PreparationTests
{
    private const float Tolerance = 1e-5f;

    private static readonly TensorShape _imageNet = new(3, 224, 224);

    [Fact]
    public void Channels_are_planes_normalised_one_by_one()
    {
        float[] input = Prepare(Draw(300, 400, (_, _) => new Rgb(0.485f + 0.229f, 0.456f - 0.224f, 0.406f + (2 * 0.225f))), _imageNet);

        Assert.Equal(3 * 224 * 224, input.Length);
        for (int channel = 0; channel < 3; channel++)
        {
            float expected = channel == 0 ? 1 : channel == 1 ? -1 : 2;
            Assert.All(input[(channel * 224 * 224)..((channel + 1) * 224 * 224)], value => Assert.Equal(expected, value, Tolerance));
        }
    }

    [Fact]
    public void The_shorter_side_becomes_256_pixels_of_which_the_middle_224_stay()
    {
        // Red is the column and green the row, in units of an image of 512×768, which is shrunk to a half.
        float[] input = Prepare(Draw(768, 512, (x, y) => new Rgb(x / 1000f, y / 1000f, 0)), _imageNet);

        Assert.Equal(160.5f / 1000, (Red(0, 112) * 0.229f) + 0.485f, 1e-3f);
        Assert.Equal((160.5f + (2 * 223)) / 1000, (Red(223, 112) * 0.229f) + 0.485f, 1e-3f);
        Assert.Equal((32.5f + (2 * 100)) / 1000, (Green(7, 100) * 0.224f) + 0.456f, 1e-3f);

        float Red(int x, int y) => input[(y * 224) + x];
        float Green(int x, int y) => input[(224 * 224) + (y * 224) + x];
    }

    [Fact]
    public void Small_networks_see_the_whole_shorter_side()
    {
        ColorImage image = Draw(64, 32, (x, _) => new Rgb(x is >= 16 and < 48 ? 1 : 0));

        float[] cifar = Prepare(image, new TensorShape(3, 32, 32));
        float[] digit = Prepare(image, new TensorShape(1, 32, 32));

        Assert.All(cifar[..1024], value => Assert.Equal((1 - 0.4914f) / 0.2470f, value, Tolerance));
        Assert.Equal(1024, digit.Length);
        Assert.All(digit, value => Assert.Equal((1 - 0.1307f) / 0.3081f, value, Tolerance));
    }

    [Fact]
    public void Every_network_of_the_zoo_gets_as_many_values_as_it_reads() => Assert.All(
        Catalogue.All, network => Assert.Equal(network.Info.InputShape.Length, Prepare(SyntheticImage.Create(), network.Info.InputShape).Length));

    private static float[] Prepare(ColorImage image, TensorShape input) => Preparation.For(input).Apply(image, input);

    private static ColorImage Draw(int width, int height, Func<int, int, Rgb> color)
    {
        ColorImage image = ColorImage.Create(width, height);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = color(i % width, i / width);
        return image;
    }
}
