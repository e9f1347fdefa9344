using NetGen.Runtime.Tests.Fakes;

namespace NetGen.Runtime.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_loss_falls_and_the_history_says_so()
    {
        using LinearNetwork network = LinearNetwork.Create(1, null);
        var trainer = new Trainer<LinearNetwork>(network)
        {
            Optimizer = new Sgd { LearningRate = 0.1f, Momentum = 0.5f },
            Schedule = new CosineSchedule(),
            BatchSize = 16,
            Epochs = 6,
        };

        TrainingHistory history = trainer.Fit(new Clusters(200), new Clusters(100, seed: 2));

        Assert.Equal([1, 2, 3, 4, 5, 6], history.Epochs.Select(epoch => epoch.Epoch));
        Assert.True(history.Last!.Training.Loss < history.Epochs[0].Training.Loss);
        Assert.InRange(history.Last.Validation!.Value.Accuracy, 0.9, 1);
        Assert.Equal(trainer.Evaluate(new Clusters(100, seed: 2)), history.Last.Validation);
        Assert.Equal(200, history.Last.Training.Count);
        Assert.True(history.Last.LearningRate < 0.01f);
    }

    [Fact]
    public void One_seed_gives_the_same_bits_and_another_seed_others()
    {
        Assert.Equal(Train(seed: 1, threads: 1), Train(seed: 1, threads: 1));
        Assert.Equal(Train(seed: 1, threads: 1), Train(seed: 1, threads: 3));
        Assert.NotEqual(Train(seed: 1, threads: 1), Train(seed: 2, threads: 1));
    }

    [Fact]
    public void Every_image_is_read_once_in_each_epoch_in_another_order()
    {
        using LinearNetwork network = LinearNetwork.Create(1, null);
        var dataset = new Clusters(37);

        new Trainer<LinearNetwork>(network) { BatchSize = 8, Epochs = 2 }.Fit(dataset);

        int[] first = [.. dataset.Reads.Take(37)], second = [.. dataset.Reads.Skip(37)];
        Assert.Equal(Enumerable.Range(0, 37), first.Order());
        Assert.Equal(Enumerable.Range(0, 37), second.Order());
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, first.Order());
    }

    [Fact]
    public void The_last_batch_is_smaller_and_progress_is_told_for_every_batch_and_epoch()
    {
        using LinearNetwork network = LinearNetwork.Create(1, null);
        var batches = new List<BatchProgress>();
        var epochs = new List<EpochResult>();
        var trainer = new Trainer<LinearNetwork>(network) { BatchSize = 8, Epochs = 2, BatchCompleted = batches.Add, EpochCompleted = epochs.Add };

        TrainingHistory history = trainer.Fit(new Clusters(20));

        Assert.Equal(6UL, network.Step);
        Assert.Equal([(1, 1, 8), (1, 2, 16), (1, 3, 20), (2, 1, 8), (2, 2, 16), (2, 3, 20)], batches.Select(batch => (batch.Epoch, batch.Batch, batch.Running.Count)));
        Assert.All(batches, batch => Assert.Equal((3, 2), (batch.Batches, batch.Epochs)));
        Assert.Equal(history.Epochs, epochs);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_run_resumed_from_a_checkpoint_ends_bit_for_bit_where_the_uninterrupted_one_does(int interruptedAfter)
    {
        var dataset = new Clusters(50);
        using LinearNetwork whole = LinearNetwork.Create(1, null), broken = LinearNetwork.Create(1, null), resumed = LinearNetwork.Create(99, null);
        TrainingHistory expected = AdamTrainer(whole).Fit(dataset, dataset);
        using var cancellation = new CancellationTokenSource();
        Trainer<LinearNetwork> interrupted = AdamTrainer(broken, "run.safetensors", CancelInTime, cancellation.Token);
        Assert.Throws<OperationCanceledException>(() => interrupted.Fit(dataset, dataset));

        TrainingHistory actual = AdamTrainer(resumed, "run.safetensors").Resume(dataset, dataset);

        Assert.Equal(Values(whole), Values(resumed));
        Assert.Equal(expected.Epochs.Select(Describe), actual.Epochs.Select(Describe));
        Assert.Equal(whole.Step, resumed.Step);

        void CancelInTime(EpochResult epoch)
        {
            if (epoch.Epoch == interruptedAfter)
            {
                cancellation.Cancel();
            }
        }

        static (int, Evaluation, Evaluation?, float) Describe(EpochResult epoch) => (epoch.Epoch, epoch.Training, epoch.Validation, epoch.LearningRate);
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_refused()
    {
        var dataset = new Clusters(50);
        using LinearNetwork network = LinearNetwork.Create(1, null), other = LinearNetwork.Create(1, null);
        string path = _folder.File("run.safetensors");
        new Trainer<LinearNetwork>(network) { Epochs = 1, CheckpointPath = path }.Fit(dataset);

        void AssertRefused(Trainer<LinearNetwork> trainer, string reason) =>
            Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => trainer.Resume(dataset)).Message, StringComparison.Ordinal);
        AssertRefused(new(other) { CheckpointPath = path, Seed = 1 }, "its seed is 0, not 1");
        AssertRefused(new(other) { CheckpointPath = path, BatchSize = 32 }, "its batch_size is 64, not 32");
        AssertRefused(new(other) { CheckpointPath = path, Optimizer = new Adam() }, "its optimizer is Sgd, not Adam");
        other.Save(path);
        AssertRefused(new(other) { CheckpointPath = path }, "is not a checkpoint");
        Assert.Throws<InvalidOperationException>(() => new Trainer<LinearNetwork>(other).Resume(dataset));
    }

    [Fact]
    public void A_truncated_checkpoint_is_refused()
    {
        var dataset = new Clusters(50);
        string path = _folder.File("run.safetensors");
        using LinearNetwork network = LinearNetwork.Create(1, null);
        new Trainer<LinearNetwork>(network) { Epochs = 1, CheckpointPath = path }.Fit(dataset);
        byte[] content = File.ReadAllBytes(path);

        foreach (byte[] truncated in Corruptions.Truncations(content))
        {
            File.WriteAllBytes(path, truncated);
            Assert.Throws<InvalidDataException>(() => new Trainer<LinearNetwork>(network) { CheckpointPath = path }.Resume(dataset));
        }
    }

    [Fact]
    public void A_loss_that_is_not_a_number_stops_training_before_it_reaches_the_weights()
    {
        using LinearNetwork network = LinearNetwork.Create(1, null);
        var trainer = new Trainer<LinearNetwork>(network) { BatchSize = 10 };
        float[] before = network.Parameters["fc1.weight"].Values.ToArray();

        var exception = Assert.Throws<NotFiniteNumberException>(() => trainer.Fit(new Clusters(20) { Scale = float.NaN }));

        Assert.Contains("epoch 1, batch 1", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters["fc1.weight"].Values.ToArray());
    }

    [Fact]
    public void A_cancelled_token_ends_training()
    {
        using LinearNetwork network = LinearNetwork.Create(1, null);
        var trainer = new Trainer<LinearNetwork>(network) { CancellationToken = new CancellationToken(canceled: true) };

        Assert.Throws<OperationCanceledException>(() => trainer.Fit(new Clusters(20)));
        Assert.Equal(0UL, network.Step);
    }

    [Fact]
    public void Data_that_do_not_fit_the_network_are_refused()
    {
        using LinearNetwork network = LinearNetwork.Create(1, null);
        var trainer = new Trainer<LinearNetwork>(network);
        var good = new Clusters(5);

        Assert.Equal("train", Assert.Throws<ArgumentException>(() => trainer.Fit(new Clusters(0))).ParamName);
        Assert.Equal("validation", Assert.Throws<ArgumentException>(() => trainer.Fit(good, new Clusters(5) { Classes = 5 })).ParamName);
        Assert.Contains("1×2×3", Assert.Throws<ArgumentException>(() => trainer.Fit(new Clusters(5) { InputLength = 7 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer<LinearNetwork>(network) { BatchSize = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer<LinearNetwork>(network) { Epochs = 0 });
    }

    [Fact]
    public void Numbers_are_learned_like_labels()
    {
        using LinearNetwork network = LinearNetwork.Create(1, null);
        TensorDataset train = Line(200, seed: 1), validation = Line(50, seed: 2);
        var trainer = new Trainer<LinearNetwork>(network)
        {
            Loss = new MseLoss(),
            Optimizer = new Sgd { LearningRate = 0.02f, Momentum = 0.5f },
            BatchSize = 16,
            Epochs = 20,
        };
        double before = trainer.Evaluate(validation).Loss;

        TrainingHistory history = trainer.Fit(train, validation);

        Assert.True(history.Last!.Validation!.Value.Loss < before / 2);
        Assert.True(double.IsNaN(history.Last.Training.Accuracy));
        Assert.Equal(200, history.Last.Training.Count);
        Assert.Equal(trainer.Evaluate(validation), history.Last.Validation);
    }

    [Fact]
    public void Learning_numbers_resumes_from_a_checkpoint_too()
    {
        using LinearNetwork whole = LinearNetwork.Create(1, null), broken = LinearNetwork.Create(1, null), resumed = LinearNetwork.Create(2, null);
        TensorDataset train = Line(60, seed: 1);
        Trainer<LinearNetwork> Trainer(LinearNetwork network, int epochs) =>
            new(network) { Loss = new HuberLoss(), BatchSize = 8, Epochs = epochs, CheckpointPath = _folder.File("numbers") };
        Trainer(whole, 3).Fit(train);
        Trainer(broken, 1).Fit(train);

        TrainingHistory history = Trainer(resumed, 3).Resume(train);

        Assert.Equal(3, history.Epochs.Count);
        Assert.Equal(Values(whole), Values(resumed));
    }

    [Fact]
    public void A_loss_goes_with_its_kind_of_data()
    {
        using LinearNetwork network = LinearNetwork.Create(1, null);
        var numbers = new Trainer<LinearNetwork>(network) { Loss = new MseLoss() };
        var labels = new Trainer<LinearNetwork>(network);

        Assert.Contains("LabelLoss", Assert.Throws<InvalidOperationException>(() => numbers.Fit(new Clusters(5))).Message, StringComparison.Ordinal);
        Assert.Contains("TargetLoss", Assert.Throws<InvalidOperationException>(() => labels.Fit(Line(5, seed: 1))).Message, StringComparison.Ordinal);
        var narrow = new TensorDataset(new float[12], new float[4], new TensorShape(1, 2, 3), new TensorShape(2));
        Assert.Contains("have 2", Assert.Throws<ArgumentException>(() => numbers.Fit(narrow)).Message, StringComparison.Ordinal);
        Assert.Equal("train", Assert.Throws<ArgumentException>(() => numbers.Fit(Line(0, seed: 1))).ParamName);
    }

    /// <summary>Two batches of different weights: the mean over all images is not the mean of the batches' means.</summary>
    [Fact]
    public void The_weighted_mean_of_a_data_set_does_not_depend_on_its_batches()
    {
        using LinearNetwork network = LinearNetwork.Create(1, null);
        double Evaluate(int batchSize) => new Trainer<LinearNetwork>(network)
        {
            Loss = new CrossEntropyLoss { ClassWeights = [1, 10, 0.5f, 3] },
            BatchSize = batchSize,
        }.Evaluate(new Clusters(40)).Loss;

        Assert.Equal(Evaluate(40), Evaluate(3), 1e-6);
    }

    [Fact]
    public void A_step_of_the_trainer_allocates_nothing()
    {
        using LinearNetwork network = LinearNetwork.Create(1, new NetworkOptions { Threads = 1 });
        long last = 0, steady = -1;
        var trainer = new Trainer<LinearNetwork>(network)
        {
            BatchSize = 4,
            Epochs = 1,
            BatchCompleted = batch =>
            {
                // A collection in the background counts the rest of this thread's allocation buffer as allocated; retire it before.
                if (batch.Batch == 2) GC.Collect();
                long now = GC.GetAllocatedBytesForCurrentThread();
                steady = batch.Batch == 3 ? now - last : steady;
                last = now;
            },
        };

        trainer.Fit(new Clusters(12, keepsReads: false));

        Assert.Equal(0, steady);
    }

    private static float[] Values(LinearNetwork network) => [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray())];

    private static float[] Train(ulong seed, int threads)
    {
        using LinearNetwork network = LinearNetwork.Create(5, new NetworkOptions { Threads = threads });
        new Trainer<LinearNetwork>(network) { Seed = seed, BatchSize = 8, Epochs = 2 }.Fit(new Clusters(60));
        return Values(network);
    }

    private Trainer<LinearNetwork> AdamTrainer(
        LinearNetwork network, string? checkpoint = null, Action<EpochResult>? epochCompleted = null, CancellationToken cancellation = default)
    {
        return new Trainer<LinearNetwork>(network)
        {
            Optimizer = new Adam { LearningRate = 0.01f, WeightDecay = 1e-3f },
            Schedule = new CosineSchedule(),
            BatchSize = 8,
            Epochs = 4,
            Seed = 11,
            CheckpointPath = checkpoint is null ? null : _folder.File(checkpoint),
            EpochCompleted = epochCompleted,
            CancellationToken = cancellation,
        };
    }

    /// <summary>Points whose targets are the sums of some of their values.</summary>
    private static TensorDataset Line(int count, ulong seed)
    {
        var random = new SplitMix64(seed);
        var inputs = new float[count * LinearPlan.Inputs];
        var targets = new float[count * LinearPlan.Outputs];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = (float)NormalDistribution.Sample(ref random);
        }

        for (int i = 0; i < targets.Length; i++)
        {
            int first = i / LinearPlan.Outputs * LinearPlan.Inputs, output = i % LinearPlan.Outputs;
            targets[i] = (2 * inputs[first + output]) - inputs[first + output + 1];
        }

        return new TensorDataset(inputs, targets, new TensorShape(1, 2, 3), new TensorShape(LinearPlan.Outputs));
    }

    /// <summary>Four clusters of points, each around a multiple of an axis.</summary>
    private sealed class Clusters(int count, ulong seed = 1, bool keepsReads = true) : IDataset
    {
        public int Count => count;

        public int InputLength { get; init; } = LinearPlan.Inputs;

        public int Classes { get; init; } = LinearPlan.Outputs;

        public float Scale { get; init; } = 1;

        public List<int> Reads { get; } = [];

        public int Read(int index, Span<float> image)
        {
            if (keepsReads)
            {
                Reads.Add(index);
            }

            var random = new SplitMix64(SplitMix64.Combine(seed, (ulong)index));
            int label = random.NextBelow(LinearPlan.Outputs);
            for (int i = 0; i < image.Length; i++)
            {
                image[i] = Scale * (float)((0.3 * NormalDistribution.Sample(ref random)) + (i == label ? 2 : 0));
            }

            return label;
        }
    }
}
