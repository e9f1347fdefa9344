using NetGen.Examples.Images;

namespace NetGen.Examples.Zoo;

/// <summary>How a picture becomes a network's input: shrunk, its middle cut out, each channel normalised.</summary>
/// <param name="ShorterSide">The length to which the picture's shorter side is brought before the middle is cut out.</param>
/// <param name="Mean">What is subtracted from each channel, whose values go from 0 to 1.</param>
/// <param name="Deviation">What each channel is divided by then.</param>
internal sealed record Preparation(int ShorterSide, float[] Mean, float[] Deviation)
{
    private static readonly Preparation _imageNet = new(256, [0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);
    private static readonly Preparation _cifar = new(32, [0.4914f, 0.4822f, 0.4465f], [0.2470f, 0.2435f, 0.2616f]);
    private static readonly Preparation _digits = new(32, [0.1307f], [0.3081f]);

    /// <summary>What networks with such an input are trained on: ImageNet, CIFAR-10, or grey digits.</summary>
    public static Preparation For(TensorShape input) => input[0] == 1 ? _digits : input[1] == 32 ? _cifar : _imageNet;

    /// <summary>Brings a picture of any size into the form of a network's input, planar.</summary>
    public float[] Apply(ColorImage image, TensorShape input)
    {
        float[][] planes = input[0] == 1
            ? [image.Plane(pixel => pixel.Luma)]
            : [image.Plane(pixel => pixel.Red), image.Plane(pixel => pixel.Green), image.Plane(pixel => pixel.Blue)];
        return [.. planes.SelectMany((plane, channel) => Normalize(Crop(image, plane, input[1]), channel))];
    }

    private float[] Crop(ColorImage image, float[] plane, int size) => Resampler.Square(
        plane, image.Width, image.Height, size, Math.Min(image.Width, image.Height) / (float)ShorterSide, ground: null);

    private float[] Normalize(float[] plane, int channel) => Array.ConvertAll(plane, value => (value - Mean[channel]) / Deviation[channel]);
}
