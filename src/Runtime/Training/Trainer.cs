using System.Diagnostics;
using NetGen.Runtime;

namespace NetGen;

/// <summary>
/// Trains a network on labelled images. One seed gives the same weights bit for bit, whatever the number of threads, and a run
/// resumed from a checkpoint ends where the uninterrupted one would have.
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

    /// <summary>What is made small; by default softmax cross-entropy.</summary>
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

    /// <summary>The file that is replaced after every epoch with all that <see cref="Resume"/> needs; null writes none.</summary>
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
    /// <exception cref="NotFiniteNumberException">The loss became infinite or not a number.</exception>
    public TrainingHistory Fit(IDataset train, IDataset? validation = null)
    {
        CheckDatasets(train, validation);
        _network.RandomSeed = Seed;
        return Run(train, validation, []);
    }

    /// <summary>Continues after the last epoch of the checkpoint in <see cref="CheckpointPath"/>, as if there had been no break.</summary>
    /// <param name="train">The same images to learn.</param>
    /// <param name="validation">The images to evaluate after every epoch; null for none.</param>
    /// <returns>The history with the epochs before the break.</returns>
    /// <exception cref="InvalidOperationException"><see cref="CheckpointPath"/> is not set.</exception>
    /// <exception cref="InvalidDataException">The file is malformed, or of another network, optimizer, seed or batch size.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public TrainingHistory Resume(IDataset train, IDataset? validation = null)
    {
        CheckDatasets(train, validation);
        string path = CheckpointPath ?? throw new InvalidOperationException("To resume, set CheckpointPath to the checkpoint's file.");
        Checkpoint checkpoint = Checkpoint.Load(path, Expected(train), _network.Parameters, Optimizer);
        _network.RandomSeed = Seed;
        _network.Step = checkpoint.Step;
        return Run(train, validation, [.. checkpoint.Epochs]);
    }

    /// <summary>Measures loss and accuracy, in inference mode.</summary>
    /// <exception cref="ArgumentException">The data set is empty or does not fit the network.</exception>
    public Evaluation Evaluate(IDataset dataset)
    {
        CheckDataset(dataset, nameof(dataset));
        var reader = new BatchReader(dataset, BatchSize);
        return Evaluate(reader, new float[reader.BatchSize * TNetwork.Info.OutputShape.Length]);
    }

    private static int Positive(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }

    private TrainingHistory Run(IDataset train, IDataset? validation, List<EpochResult> epochs)
    {
        var reader = new BatchReader(train, BatchSize);
        BatchReader? validationReader = validation is null ? null : new BatchReader(validation, BatchSize);
        var buffer = new float[Math.Max(reader.BatchSize, validationReader?.BatchSize ?? 0) * TNetwork.Info.OutputShape.Length];
        for (int epoch = epochs.Count; epoch < Epochs; epoch++)
        {
            long start = Stopwatch.GetTimestamp();
            Evaluation training = TrainEpoch(reader, epoch, buffer);
            Evaluation? validated = validationReader is null ? null : Evaluate(validationReader, buffer);
            float rate = LearningRate(epoch, reader.Batches - 1, reader.Batches);
            epochs.Add(new EpochResult(epoch + 1, training, validated, rate, Stopwatch.GetElapsedTime(start)));
            SaveCheckpoint(train, epochs);
            EpochCompleted?.Invoke(epochs[^1]);
        }

        return new TrainingHistory(epochs.AsReadOnly());
    }

    private Evaluation TrainEpoch(BatchReader reader, int epoch, float[] buffer)
    {
        reader.Shuffle(SplitMix64.Combine(Seed, (ulong)epoch));
        var mean = default(RunningMean);
        for (int batch = 0; batch < reader.Batches; batch++)
        {
            CancellationToken.ThrowIfCancellationRequested();
            reader.Read(batch);
            float factor = Schedule.Factor(Progress(epoch, batch, reader.Batches));
            LossResult result = TrainBatch(reader, factor, buffer, epoch, batch);
            mean.Add(result, reader.Count);
            BatchCompleted?.Invoke(new BatchProgress(
                epoch + 1, Epochs, batch + 1, reader.Batches, result.Mean, mean.Value, Optimizer.LearningRate * factor));
        }

        return mean.Value;
    }

    private LossResult TrainBatch(BatchReader reader, float factor, float[] buffer, int epoch, int batch)
    {
        ReadOnlySpan<float> results = _network.Forward(reader.Images);
        Span<float> gradient = buffer.AsSpan(0, results.Length);
        LossResult result = Loss.Compute(results, reader.Labels, gradient);
        if (!double.IsFinite(result.Mean))
        {
            throw new NotFiniteNumberException(
                $"The loss became {result.Mean} in epoch {epoch + 1}, batch {batch + 1}, at learning rate {Optimizer.LearningRate * factor}; " +
                "a smaller rate or normalised images may help.",
                result.Mean);
        }

        _network.Backward(gradient);
        Optimizer.Step(_network.Parameters, factor);
        return result;
    }

    private Evaluation Evaluate(BatchReader reader, float[] buffer)
    {
        var mean = default(RunningMean);
        for (int batch = 0; batch < reader.Batches; batch++)
        {
            CancellationToken.ThrowIfCancellationRequested();
            reader.Read(batch);
            Span<float> results = buffer.AsSpan(0, reader.Count * TNetwork.Info.OutputShape.Length);
            _network.Predict(reader.Images, results);
            mean.Add(Loss.Compute(results, reader.Labels, []), reader.Count);
        }

        return mean.Value;
    }

    private double Progress(int epoch, int batch, int batches) => (((double)epoch * batches) + batch) / ((double)Epochs * batches);

    private float LearningRate(int epoch, int batch, int batches) =>
        Optimizer.LearningRate * Schedule.Factor(Progress(epoch, batch, batches));

    private CheckpointSettings Expected(IDataset train) => new(TNetwork.Info.Name, Optimizer.GetType().Name, Seed, BatchSize, train.Count);

    private void SaveCheckpoint(IDataset train, List<EpochResult> epochs)
    {
        if (CheckpointPath is not null)
        {
            new Checkpoint(Expected(train), _network.Step, epochs).Save(CheckpointPath, _network.Parameters, Optimizer);
        }
    }

    private void CheckDatasets(IDataset train, IDataset? validation)
    {
        CheckDataset(train, nameof(train));
        if (validation is not null)
        {
            CheckDataset(validation, nameof(validation));
        }

        if (Loss is CrossEntropyLoss && TNetwork.Info.Layers is [.., { Kind: "Softmax" }])
        {
            throw new InvalidOperationException(
                $"{TNetwork.Info.Name} ends in Softmax, and CrossEntropyLoss applies a softmax of its own: train it without that layer.");
        }
    }

    private static void CheckDataset(IDataset dataset, string name)
    {
        ArgumentNullException.ThrowIfNull(dataset, name);
        NetworkInfo info = TNetwork.Info;
        if (dataset.Count < 1)
        {
            throw new ArgumentException("The data set has no images.", name);
        }

        if (dataset.InputLength != info.InputShape.Length)
        {
            throw new ArgumentException(
                $"{info.Name} reads images of {info.InputShape}, {info.InputShape.Length} values each; those of the data set have {dataset.InputLength}.", name);
        }

        if (dataset.Classes > info.OutputShape.Length)
        {
            throw new ArgumentException($"{info.Name} tells {info.OutputShape.Length} classes apart; the data set has {dataset.Classes}.", name);
        }
    }
}
