using NetGen.Examples.Digits;

namespace NetGen.Examples;

/// <summary>Trains LeNet-5, tells how it goes, and saves the weights.</summary>
internal static class Training
{
    private const int RenderedTrainingImages = 8_000, RenderedTestImages = 5_000;

    // The renderer's numbers for training and test images; far from each other, so no image is in both.
    private const int TestSeedOffset = 1_000_003;

    /// <summary>Trains as the settings say.</summary>
    /// <exception cref="IOException">A file is missing or cannot be written.</exception>
    /// <exception cref="InvalidDataException">A data file is damaged.</exception>
    public static void Run(Settings settings, TextWriter output)
    {
        string weights = RequireFolder(settings.Weights);
        (ImageDataset train, ImageDataset test) = Images(settings);
        string source = settings.Data ?? "digits rendered with this seed";
        output.WriteLine(LeNet5.Info);
        output.WriteLine();
        output.WriteLine(FormattableString.Invariant($"data: {source}; {train.Count:N0} for training, {test.Count:N0} for testing"));

        using var network = new LeNet5((ulong)settings.Seed, settings.Network);
        TrainingHistory? history = null;
        TrainingDisplay.Run(output, display => history = Fit(network, settings, display, train, test));
        network.Save(weights);

        Evaluation result = history!.Last!.Validation!.Value;
        TimeSpan latency = Prediction.MedianLatency(network);
        output.WriteLine();
        output.WriteLine(FormattableString.Invariant($"test accuracy  {100 * result.Accuracy:F2} % of {result.Count:N0} images"));
        output.WriteLine(FormattableString.Invariant($"one prediction {latency.TotalMicroseconds:F1} µs, the median"));
        output.WriteLine($"code path      {NetGenRuntime.Describe(NetGenRuntime.ActivePath)}, threads: {settings.Threads}");
        output.WriteLine($"weights        {weights}");
    }

    private static TrainingHistory Fit(LeNet5 network, Settings settings, TrainingDisplay display, ImageDataset train, ImageDataset test)
    {
        var trainer = new Trainer<LeNet5>(network)
        {
            Optimizer = new Sgd { LearningRate = 0.05f, Momentum = 0.9f, WeightDecay = 5e-4f },
            Schedule = new CosineSchedule { Warmup = 0.1 },
            BatchSize = 64,
            Epochs = settings.Epochs,
            Seed = (ulong)settings.Seed,
            BatchCompleted = display.Batch,
            EpochCompleted = display.Epoch,
        };
        return trainer.Fit(train, test);
    }

    private static (ImageDataset Train, ImageDataset Test) Images(Settings settings)
    {
        IdxFolder images = settings.Data is { } folder ? IdxFolder.Read(folder) : new IdxFolder(
            RenderedDigits.Create(settings.Seed, RenderedTrainingImages),
            RenderedDigits.Create(unchecked(settings.Seed + TestSeedOffset), RenderedTestImages));
        return (
            images.Train.Normalized(Settings.PixelMean, Settings.PixelDeviation),
            images.Test.Normalized(Settings.PixelMean, Settings.PixelDeviation));
    }

    /// <summary>Where the weights go; found out before the training and not after it.</summary>
    private static string RequireFolder(string weights)
    {
        string path = Path.GetFullPath(weights), folder = Path.GetDirectoryName(path) ?? path;
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}' for the weights.");
        if (Directory.Exists(path)) throw new IOException($"The weights cannot be written to '{weights}', which is a folder.");
        return path;
    }
}
