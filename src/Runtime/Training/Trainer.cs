using System.Diagnostics;
using NetGen.Runtime;

namespace NetGen;

/// <summary>
/// Trains a network on labelled images, or on inputs with targets. One seed gives the same weights bit for bit, whatever the number of threads, and a run
/// resumed from a checkpoint ends where the uninterrupted one would have. Results that exist in training only add their loss times
/// their weight to what is made small; the history speaks of the network's own.
/// </summary>
/// <example><code>
/// var trainer = new Trainer&lt;LeNet5&gt;(net)
/// {
///     Optimizer = new Sgd { LearningRate = 0.05f, Momentum = 0.9f, WeightDecay = 5e-4f },
///     Schedule = new CosineSchedule(), BatchSize = 64, Epochs = 5,
/// };
/// TrainingHistory history = trainer.Fit(train, validation);
/// </code></example>
/// <typeparam name="TNetwork">The network's class.</typeparam>
/// <param name="network">The network to train.</param>
public sealed class Trainer<TNetwork>(TNetwork network)
    where TNetwork : class, INetwork<TNetwork>
{
    private readonly TNetwork _network = network ?? throw new ArgumentNullException(nameof(network));
    private readonly int _batchSize = 64;
    private readonly int _epochs = 10;

    /// <summary>Changes the weights; by default SGD with rate 0.01 and momentum 0.9.</summary>
    public Optimizer Optimizer { get; init; } = new Sgd { LearningRate = 0.01f, Momentum = 0.9f };

    /// <summary>Changes the learning rate; by default not at all.</summary>
    public Schedule Schedule { get; init; } = new ConstantSchedule();

    /// <summary>
    /// What is made small; by default softmax cross-entropy. A data set with labels needs a <see cref="LabelLoss"/>, one with targets
    /// a <see cref="TargetLoss"/>.
    /// </summary>
    public Loss Loss { get; init; } = new CrossEntropyLoss();

    /// <summary>Images of a step; the last step of an epoch takes what is left.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than one.</exception>
    public int BatchSize
    {
        get => _batchSize;
        init => _batchSize = Positive(value, nameof(BatchSize));
    }

    /// <summary>Passes over the training images.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than one.</exception>
    public int Epochs
    {
        get => _epochs;
        init => _epochs = Positive(value, nameof(Epochs));
    }

    /// <summary>Decides the order of the images in each epoch and becomes the network's seed of dropout masks.</summary>
    public ulong Seed { get; init; }

    /// <summary>The file that is replaced after every epoch with all that <see cref="Resume(IDataset, IDataset?)"/> needs; null writes none.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Ends training before the next batch, with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Called after every batch, on the training thread.</summary>
    public Action<BatchProgress>? BatchCompleted { get; init; }

    /// <summary>Called after every epoch, on the training thread.</summary>
    public Action<EpochResult>? EpochCompleted { get; init; }

    /// <summary>Trains from the first epoch on.</summary>
    /// <param name="train">The images to learn.</param>
    /// <param name="validation">The images to evaluate after every epoch; null for none.</param>
    /// <exception cref="ArgumentException">A data set is empty or does not fit the network.</exception>
    /// <exception cref="InvalidOperationException">The loss is no <see cref="LabelLoss"/>, or repeats the network's last layer.</exception>
    /// <exception cref="NotFiniteNumberException">The loss became infinite or not a number.</exception>
    public TrainingHistory Fit(IDataset train, IDataset? validation = null) =>
        Start(Reader(train, nameof(train)), validation is null ? null : Reader(validation, nameof(validation)));

    /// <summary>Trains from the first epoch on, towards numbers instead of labels.</summary>
    /// <param name="train">The examples to learn.</param>
    /// <param name="validation">The examples to evaluate after every epoch; null for none.</param>
    /// <exception cref="ArgumentException">A data set is empty or does not fit the network.</exception>
    /// <exception cref="InvalidOperationException">The loss is no <see cref="TargetLoss"/>, or repeats the network's last layer.</exception>
    /// <exception cref="NotFiniteNumberException">The loss became infinite or not a number.</exception>
    public TrainingHistory Fit(ITargetDataset train, ITargetDataset? validation = null) =>
        Start(Reader(train, nameof(train)), validation is null ? null : Reader(validation, nameof(validation)));

    /// <summary>Continues after the last epoch of the checkpoint in <see cref="CheckpointPath"/>, as if there had been no break.</summary>
    /// <param name="train">The same images to learn.</param>
    /// <param name="validation">The images to evaluate after every epoch; null for none.</param>
    /// <returns>The history with the epochs before the break.</returns>
    /// <exception cref="InvalidOperationException"><see cref="CheckpointPath"/> is not set.</exception>
    /// <exception cref="InvalidDataException">The file is malformed, or of another network, optimizer, seed or batch size.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public TrainingHistory Resume(IDataset train, IDataset? validation = null) =>
        Continue(Reader(train, nameof(train)), validation is null ? null : Reader(validation, nameof(validation)));

    /// <inheritdoc cref="Resume(IDataset, IDataset?)"/>
    public TrainingHistory Resume(ITargetDataset train, ITargetDataset? validation = null) =>
        Continue(Reader(train, nameof(train)), validation is null ? null : Reader(validation, nameof(validation)));

    /// <summary>Measures loss and accuracy, in inference mode.</summary>
    /// <exception cref="ArgumentException">The data set is empty or does not fit the network.</exception>
    public Evaluation Evaluate(IDataset dataset) => Evaluate(Reader(dataset, nameof(dataset)));

    /// <summary>Measures the loss, in inference mode.</summary>
    /// <exception cref="ArgumentException">The data set is empty or does not fit the network.</exception>
    public Evaluation Evaluate(ITargetDataset dataset) => Evaluate(Reader(dataset, nameof(dataset)));

    private LabelReader Reader(IDataset dataset, string name) =>
        new(dataset, TrainingChecks.Labels(TNetwork.Info, Loss, dataset, name), BatchSize);

    private TargetReader Reader(ITargetDataset dataset, string name) =>
        new(dataset, TrainingChecks.Targets(TNetwork.Info, Loss, dataset, name), BatchSize);

    private TrainingHistory Start(BatchReader train, BatchReader? validation)
    {
        _network.RandomSeed = Seed;
        return Run(train, validation, []);
    }

    private TrainingHistory Continue(BatchReader train, BatchReader? validation)
    {
        string path = CheckpointPath ?? throw new InvalidOperationException("To resume, set CheckpointPath to the checkpoint's file.");
        Checkpoint checkpoint = Checkpoint.Load(path, Expected(train), _network.Parameters, Optimizer);
        _network.RandomSeed = Seed;
        _network.Step = checkpoint.Step;
        return Run(train, validation, [.. checkpoint.Epochs]);
    }

    private static int Positive(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }

    private TrainingHistory Run(BatchReader train, BatchReader? validation, List<EpochResult> epochs)
    {
        var buffer = new float[Math.Max(train.BatchSize, validation?.BatchSize ?? 0) * TNetwork.Info.TrainingOutputLength];
        var objective = new TrainingObjective(TNetwork.Info, train.BatchSize);
        for (int epoch = epochs.Count; epoch < Epochs; epoch++)
        {
            long start = Stopwatch.GetTimestamp();
            Evaluation training = TrainEpoch(train, objective, epoch, buffer);
            Evaluation? validated = validation is null ? null : Evaluate(validation, buffer);
            float rate = LearningRate(epoch, train.Batches - 1, train.Batches);
            epochs.Add(new EpochResult(epoch + 1, training, validated, rate, Stopwatch.GetElapsedTime(start)));
            SaveCheckpoint(train, epochs);
            EpochCompleted?.Invoke(epochs[^1]);
        }

        return new TrainingHistory(epochs.AsReadOnly());
    }

    private Evaluation TrainEpoch(BatchReader reader, TrainingObjective objective, int epoch, float[] buffer)
    {
        reader.Shuffle(SplitMix64.Combine(Seed, (ulong)epoch));
        var mean = default(RunningMean);
        for (int batch = 0; batch < reader.Batches; batch++)
        {
            CancellationToken.ThrowIfCancellationRequested();
            reader.Read(batch);
            float factor = Schedule.Factor(Progress(epoch, batch, reader.Batches));
            LossResult result = TrainBatch(reader, objective, factor, buffer, epoch, batch);
            mean.Add(result, reader.Count);
            BatchCompleted?.Invoke(new BatchProgress(
                epoch + 1, Epochs, batch + 1, reader.Batches, result.Mean, mean.Value, Optimizer.LearningRate * factor));
        }

        return mean.Value;
    }

    private LossResult TrainBatch(
        BatchReader reader, TrainingObjective objective, float factor, float[] buffer, int epoch, int batch)
    {
        ReadOnlySpan<float> results = _network.Forward(reader.Images);
        Span<float> gradient = buffer.AsSpan(0, results.Length);
        LossResult result = objective.Compute(reader, results, gradient, out double total);
        if (!double.IsFinite(total))
        {
            throw new NotFiniteNumberException(
                $"The loss became {total} in epoch {epoch + 1}, batch {batch + 1}, at learning rate {Optimizer.LearningRate * factor}; " +
                "a smaller rate or normalised images may help.",
                total);
        }

        _network.Backward(gradient);
        Optimizer.Step(_network.Parameters, factor);
        return result;
    }

    private Evaluation Evaluate(BatchReader reader) => Evaluate(reader, new float[reader.BatchSize * TNetwork.Info.OutputShape.Length]);

    private Evaluation Evaluate(BatchReader reader, float[] buffer)
    {
        var mean = default(RunningMean);
        for (int batch = 0; batch < reader.Batches; batch++)
        {
            CancellationToken.ThrowIfCancellationRequested();
            reader.Read(batch);
            Span<float> results = buffer.AsSpan(0, reader.Count * TNetwork.Info.OutputShape.Length);
            _network.Predict(reader.Images, results);
            mean.Add(reader.Compute(results, []), reader.Count);
        }

        return mean.Value;
    }

    private double Progress(int epoch, int batch, int batches) => (((double)epoch * batches) + batch) / ((double)Epochs * batches);

    private float LearningRate(int epoch, int batch, int batches) =>
        Optimizer.LearningRate * Schedule.Factor(Progress(epoch, batch, batches));

    private CheckpointSettings Expected(BatchReader train) => new(TNetwork.Info.Name, Optimizer.GetType().Name, Seed, BatchSize, train.Total);

    private void SaveCheckpoint(BatchReader train, List<EpochResult> epochs)
    {
        if (CheckpointPath is not null)
        {
            new Checkpoint(Expected(train), _network.Step, epochs).Save(CheckpointPath, _network.Parameters, Optimizer);
        }
    }
}
