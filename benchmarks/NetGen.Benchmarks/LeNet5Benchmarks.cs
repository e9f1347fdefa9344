using BenchmarkDotNet.Attributes;

namespace NetGen.Benchmarks;

/// <summary>LeNet-5 as a user calls it: one prediction, and a training step on 64 images.</summary>
[MemoryDiagnoser]
public class LeNet5Benchmarks
{
    private const int Batch = 64;

    private readonly float[] _images = new float[Batch * LeNet5.InputLength];
    private readonly int[] _labels = new int[Batch];
    private readonly float[] _logits = new float[LeNet5.OutputLength];
    private readonly float[] _gradient = new float[Batch * LeNet5.OutputLength];
    private readonly Sgd _optimizer = new() { LearningRate = 0.01f, Momentum = 0.9f, WeightDecay = 5e-4f };
    private readonly CrossEntropyLoss _loss = new();
    private LeNet5 _network = null!;

    [Params(CodePath.Vector128, CodePath.Avx2, CodePath.Avx512)]
    public CodePath Path { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _network = new LeNet5(seed: 1, new NetworkOptions { Path = Path, Threads = Threads });
        var random = new Random(1);
        for (int i = 0; i < _images.Length; i++) _images[i] = random.NextSingle();
        for (int i = 0; i < Batch; i++) _labels[i] = i % 10;
    }

    [GlobalCleanup]
    public void Cleanup() => _network.Dispose();

    [Benchmark]
    public void Predict() => _network.Predict(_images.AsSpan(0, LeNet5.InputLength), _logits);

    [Benchmark]
    public void TrainingStep()
    {
        ReadOnlySpan<float> logits = _network.Forward(_images);
        _loss.Compute(logits, _labels, _gradient);
        _network.Backward(_gradient);
        _optimizer.Step(_network.Parameters);
    }
}
