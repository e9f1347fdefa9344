using System.Diagnostics;
using NetGen.Examples.Images;

namespace NetGen.Examples;

/// <summary>Classifies an image, and measures how long that takes.</summary>
internal static class Prediction
{
    private const int WarmUpRuns = 200, MeasuredRuns = 2000;

    /// <summary>Loads the weights and says which digit an image file shows.</summary>
    /// <exception cref="InvalidDataException">The image or the weights are damaged.</exception>
    /// <exception cref="FileNotFoundException">There is no such image, or there are no weights.</exception>
    public static void Run(Settings settings, string path, TextWriter output)
    {
        Require(path, "There is no image '{0}'.");
        Require(settings.Weights, "There are no weights '{0}'; train first, or name a file with --weights.");
        float[] image = DigitImage.Prepare(GrayImage.Load(path));
        for (int i = 0; i < image.Length; i++) image[i] = (image[i] - Settings.PixelMean) / Settings.PixelDeviation;

        using LeNet5 network = LeNet5.Load(settings.Weights, settings.Network);
        var logits = new float[LeNet5.OutputLength];
        network.Predict(image, logits);

        double sum = logits.Sum(logit => Math.Exp(logit - logits.Max()));
        foreach (int digit in Enumerable.Range(0, logits.Length).OrderByDescending(digit => logits[digit]).Take(3))
        {
            output.WriteLine(FormattableString.Invariant(
                $"{digit}  {100 * Math.Exp(logits[digit] - logits.Max()) / sum,6:F2} %"));
        }
    }

    /// <summary>The median time of one prediction.</summary>
    public static TimeSpan MedianLatency(LeNet5 network)
    {
        var image = new float[LeNet5.InputLength];
        var logits = new float[LeNet5.OutputLength];
        var times = new long[MeasuredRuns];
        for (int run = -WarmUpRuns; run < MeasuredRuns; run++)
        {
            long begin = Stopwatch.GetTimestamp();
            network.Predict(image, logits);
            if (run >= 0) times[run] = Stopwatch.GetTimestamp() - begin;
        }

        Array.Sort(times);
        return Stopwatch.GetElapsedTime(0, times[MeasuredRuns / 2]);
    }

    private static void Require(string path, string message)
    {
        if (!File.Exists(path)) throw new FileNotFoundException(string.Format(null, message, path));
    }
}
