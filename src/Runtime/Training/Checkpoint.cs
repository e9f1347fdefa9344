using System.Globalization;

namespace NetGen;

/// <summary>What a resumed run must have in common with the interrupted one.</summary>
internal sealed record CheckpointSettings(string Network, string Optimizer, ulong Seed, int BatchSize, int Images);

/// <summary>
/// A training run between two epochs, as one safetensors file: weights under "model.", the optimizer's state under
/// "optimizer.", the rest as metadata.
/// </summary>
internal sealed record Checkpoint(CheckpointSettings Settings, ulong Step, IReadOnlyList<EpochResult> Epochs)
{
    private const string ModelPrefix = "model.";
    private const string OptimizerPrefix = "optimizer.";
    private const string EpochPrefix = "epoch.";
    private const string StepKey = "step";

    /// <summary>Reads a checkpoint and gives its weights and state to a network and an optimizer.</summary>
    public static Checkpoint Load(string path, CheckpointSettings expected, ParameterSet parameters, Optimizer optimizer)
    {
        using var file = SafetensorsFile.Open(path);
        foreach ((string key, string value) in Describe(expected))
        {
            string found = Text(file, key);
            if (found != value)
            {
                throw new InvalidDataException($"'{path}' is the checkpoint of another run: its {key} is {found}, not {value}.");
            }
        }

        if (!ulong.TryParse(Text(file, StepKey), NumberStyles.None, CultureInfo.InvariantCulture, out ulong step))
        {
            throw Malformed(path, StepKey);
        }

        var epochs = new List<EpochResult>();
        while (file.Metadata.TryGetValue(EpochKey(epochs.Count + 1), out string? text))
        {
            epochs.Add(ParseEpoch(path, epochs.Count + 1, text));
        }

        optimizer.LoadState(file, OptimizerPrefix, parameters);
        ParameterFile.Load(parameters, file, LoadOptions.FromPrefix(ModelPrefix));
        return new Checkpoint(expected, step, epochs);
    }

    /// <summary>Writes the checkpoint, replacing an older one only once the new one is complete.</summary>
    public void Save(string path, ParameterSet parameters, Optimizer optimizer)
    {
        var writer = new SafetensorsWriter();
        foreach ((string key, string value) in Describe(Settings))
        {
            writer.Metadata[key] = value;
        }

        writer.Metadata[StepKey] = Step.ToString(CultureInfo.InvariantCulture);
        foreach (EpochResult epoch in Epochs)
        {
            writer.Metadata[EpochKey(epoch.Epoch)] = FormatEpoch(epoch);
        }

        ParameterFile.Add(writer, parameters, ModelPrefix);
        optimizer.AddState(writer, OptimizerPrefix);
        writer.Save(path);
    }

    private static IEnumerable<(string Key, string Value)> Describe(CheckpointSettings settings) =>
    [
        ("network", settings.Network),
        ("optimizer", settings.Optimizer),
        ("seed", settings.Seed.ToString(CultureInfo.InvariantCulture)),
        ("batch_size", settings.BatchSize.ToString(CultureInfo.InvariantCulture)),
        ("images", settings.Images.ToString(CultureInfo.InvariantCulture)),
    ];

    private static string EpochKey(int epoch) => EpochPrefix + epoch.ToString(CultureInfo.InvariantCulture);

    private static string Text(SafetensorsFile file, string key) => file.Metadata.TryGetValue(key, out string? text)
        ? text
        : throw new InvalidDataException($"'{file.Path}' is not a checkpoint: its metadata has no {key}.");

    private static string FormatEpoch(EpochResult epoch) => string.Join(
        ' ',
        FormatEvaluation(epoch.Training),
        FormatEvaluation(epoch.Validation ?? default),
        epoch.LearningRate.ToString("R", CultureInfo.InvariantCulture),
        epoch.Duration.Ticks.ToString(CultureInfo.InvariantCulture));

    private static string FormatEvaluation(Evaluation evaluation) =>
        string.Create(CultureInfo.InvariantCulture, $"{evaluation.Loss:R} {evaluation.Accuracy:R} {evaluation.Count}");

    private static EpochResult ParseEpoch(string path, int epoch, string text)
    {
        string[] parts = text.Split(' ');
        if (parts.Length != 8
            || !TryParseEvaluation(parts.AsSpan(0, 3), out Evaluation training)
            || !TryParseEvaluation(parts.AsSpan(3, 3), out Evaluation validation)
            || !float.TryParse(parts[6], NumberStyles.Float, CultureInfo.InvariantCulture, out float rate)
            || !long.TryParse(parts[7], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks))
        {
            throw Malformed(path, EpochKey(epoch));
        }

        return new EpochResult(epoch, training, validation.Count == 0 ? null : validation, rate, new TimeSpan(ticks));
    }

    private static bool TryParseEvaluation(ReadOnlySpan<string> parts, out Evaluation evaluation)
    {
        evaluation = default;
        if (!double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double loss)
            || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double accuracy)
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            return false;
        }

        evaluation = new Evaluation(loss, accuracy, count);
        return true;
    }

    private static InvalidDataException Malformed(string path, string key) =>
        new($"'{path}' is not a checkpoint: its metadata's {key} is malformed.");
}
