namespace NetGen.Runtime.Tests.Training;

/// <summary>A network with a result of two classes and two auxiliary ones, whose values alternate image by image.</summary>
public class TrainingObjectiveTests
{
    private static readonly NetworkInfo _info = new(
        "Auxiliary",
        [new TensorInfo("image", new TensorShape(1), 0)],
        [new TensorInfo("logits", new TensorShape(2), 0), new TensorInfo("first", new TensorShape(3), 2, 0.5f), new TensorInfo("second", new TensorShape(2), 5, 0.25f)],
        [],
        []);

    private static readonly float[] _results = [1, 2, /**/ 0.5f, -1, 0, /**/ 3, 1, /* second image */ -1, 0.25f, /**/ 2, 1, -2, /**/ 0, 0.5f];

    [Fact]
    public void The_loss_of_every_result_counts_with_its_weight()
    {
        var gradient = new float[_results.Length];

        LossResult result = Compute(_results, gradient, out double total);

        double own = Loss([1, 2, -1, 0.25f]), first = Loss([0.5f, -1, 0, 2, 1, -2]), second = Loss([3, 1, 0, 0.5f]);
        Assert.Equal(own, result.Mean, 1e-12);
        Assert.Equal(own + (0.5 * first) + (0.25 * second), total, 1e-12);
        Assert.Equal(1, result.Correct);
    }

    [Fact]
    public void The_gradient_is_the_derivative_of_the_total()
    {
        const float Step = 1e-3f;
        var gradient = new float[_results.Length];
        Compute(_results, gradient, out _);

        for (int i = 0; i < _results.Length; i++)
        {
            float[] above = [.. _results], below = [.. _results];
            above[i] += Step;
            below[i] -= Step;
            Compute(above, new float[_results.Length], out double more);
            Compute(below, new float[_results.Length], out double less);
            Assert.Equal((more - less) / (above[i] - below[i]), gradient[i], 1e-6);
        }
    }

    [Fact]
    public void Every_result_has_room_for_the_classes()
    {
        var labels = new Labels { Classes = 3 };

        var exception = Assert.Throws<ArgumentException>(() => TrainingChecks.Labels(_info, new CrossEntropyLoss(), labels, "train"));

        Assert.Contains("2 classes", exception.Message, StringComparison.Ordinal);
    }

    private static double Loss(float[] results) => new CrossEntropyLoss().Compute(results, [1, 0], []).Mean;

    private static LossResult Compute(float[] results, float[] gradient, out double total)
    {
        var reader = new LabelReader(new Labels(), new CrossEntropyLoss(), batchSize: 2);
        reader.Read(0);
        return new TrainingObjective(_info, 2).Compute(reader, results, gradient, out total);
    }

    /// <summary>Two images with the labels 1 and 0.</summary>
    private sealed class Labels : IDataset
    {
        public int Count => 2;

        public int InputLength => 1;

        public int Classes { get; init; } = 2;

        public int Read(int index, Span<float> image) => 1 - index;
    }
}
