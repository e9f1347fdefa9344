using NetGen.Examples.Images;

namespace NetGen.Examples.Zoo;

/// <summary>Runs a network on an image.</summary>
internal static class Classification
{
    private const int Shown = 5;

    /// <summary>Prints the likeliest classes, by their numbers, with their probabilities.</summary>
    /// <exception cref="InvalidDataException">The image or the weights are damaged, or the weights are another network's.</exception>
    /// <exception cref="FileNotFoundException">There is no such image, or there are no such weights.</exception>
    public static void Run(Settings settings, TextWriter output)
    {
        if (settings.Image is not null) Require(settings.Image, "There is no image '{0}'.");
        if (settings.Weights is not null) Require(settings.Weights, "There are no weights '{0}'.");
        NetworkInfo info = settings.Network.Info;
        ColorImage image = settings.Image is null ? SyntheticImage.Create() : ColorImage.Load(settings.Image);
        float[] input = Preparation.For(info.InputShape).Apply(image, info.InputShape);
        (float[] logits, TimeSpan time) = settings.Network.Predict(
            input, settings.Weights, new NetworkOptions { Threads = settings.Threads });

        output.WriteLine($"{info.Name} on {settings.Image ?? "an image that it draws itself"}, {image.Width}×{image.Height} → {info.InputShape}");
        if (settings.Weights is null) output.WriteLine("The weights are random, and so are the classes; --weights names a file with trained ones.");
        WriteClasses(logits, output);
        output.WriteLine(FormattableString.Invariant(
            $"{time.TotalMilliseconds:F1} ms on {NetGenRuntime.Describe(NetGenRuntime.ActivePath)}, threads: {settings.Threads}"));
    }

    private static void WriteClasses(float[] logits, TextWriter output)
    {
        float largest = logits.Max();
        double sum = logits.Sum(logit => Math.Exp(logit - largest));
        foreach (int index in Enumerable.Range(0, logits.Length).OrderByDescending(index => logits[index]).Take(Shown))
        {
            output.WriteLine(FormattableString.Invariant($"class {index,4}  {100 * Math.Exp(logits[index] - largest) / sum,6:F2} %"));
        }
    }

    private static void Require(string path, string message)
    {
        if (!File.Exists(path)) throw new FileNotFoundException(string.Format(null, message, path));
    }
}
