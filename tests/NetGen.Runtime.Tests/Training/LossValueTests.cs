namespace NetGen.Runtime.Tests.Training;

/// <summary>Losses and gradients as PyTorch computes them in double precision; tests/golden/loss_values.py prints the numbers.</summary>
public class LossValueTests
{
    private static readonly float[] _logits = [1, 2, 3, -1, 0.5f, 0.25f, 0.1f, -2, 0.7f, 2, 2, -1];
    private static readonly int[] _labels = [2, 0, 1, 0];
    private static readonly float[] _results = [0.5f, -1.25f, 3, 0, 40, -40, -2];
    private static readonly float[] _targets = [0.25f, 1, -1, 0, 1, 1, 0.5f];

    private static readonly LabelCase[] _labelCases =
    [
        new("cross-entropy", new CrossEntropyLoss(), 1.6248546603644214, [
            0.0225076433f, 0.0611821178f, -0.0836897611f, -0.222135632f, 0.124879432f, 0.0972561998f,
            0.0849018893f, -0.239603218f, 0.154701329f, -0.128036112f, 0.121963888f, 0.00607222442f]),
        new("smoothed by 0.1", new CrossEntropyLoss { LabelSmoothing = 0.1 }, 1.6119379936977547, [
            0.01417431f, 0.0528487844f, -0.0670230944f, -0.205468966f, 0.116546099f, 0.0889228665f,
            0.0765685559f, -0.222936551f, 0.146367995f, -0.111369446f, 0.113630554f, -0.00226110891f]),
        new("smoothed by 1", new CrossEntropyLoss { LabelSmoothing = 1 }, 1.4956879936977545, [
            -0.06082569f, -0.0221512156f, 0.0829769056f, -0.0554689656f, 0.0415460991f, 0.0139228665f,
            0.00156855593f, -0.0729365512f, 0.0713679953f, 0.0386305545f, 0.0386305545f, -0.0772611089f]),
        new("weighted", new CrossEntropyLoss { ClassWeights = [1, 0.5f, 3] }, 1.0408451426134731, [
            0.0491075854f, 0.133488257f, -0.182595842f, -0.161553187f, 0.0908214054f, 0.0707317817f,
            0.0308734143f, -0.0871284429f, 0.0562550286f, -0.0931171725f, 0.0887010093f, 0.00441616321f]),
        new("weighted, smoothed by 0.25", new CrossEntropyLoss { ClassWeights = [1, 0.5f, 3], LabelSmoothing = 0.25 }, 1.1752911885746438, [
            0.027817622f, 0.109226467f, -0.137044089f, -0.128717032f, 0.0945983235f, 0.0341187089f,
            0.0311586063f, -0.0700866037f, 0.0389279974f, -0.0517265161f, 0.0922128779f, -0.0404863618f]),
    ];

    private static readonly TargetCase[] _targetCases =
    [
        new("mean square", new MseLoss(), 461.33928571428572, [0.0714285714f, -0.642857143f, 1.14285714f, 0, 11.1428571f, -11.7142857f, -0.714285714f]),
        new("L1", new L1Loss(), 12.714285714285714, [0.142857143f, -0.142857143f, 0.142857143f, 0, 0.142857143f, -0.142857143f, -0.142857143f]),
        new("Huber", new HuberLoss(), 12.325892857142858, [0.0357142857f, -0.142857143f, 0.142857143f, 0, 0.142857143f, -0.142857143f, -0.142857143f]),
        new("Huber, delta 2.5", new HuberLoss(2.5), 29.473214285714285, [0.0357142857f, -0.321428571f, 0.357142857f, 0, 0.357142857f, -0.357142857f, -0.357142857f]),
        new("binary cross-entropy", new BinaryCrossEntropyWithLogitsLoss(), 7.1742383726717351, [0.0532084759f, -0.111042837f, 0.278939161f, 0.0714285714f, 0, -0.142857143f, -0.0543995826f]),
    ];

    public static TheoryData<string> LabelCases => new(_labelCases.Select(item => item.Name));

    public static TheoryData<string> TargetCases => new(_targetCases.Select(item => item.Name));

    [Theory]
    [MemberData(nameof(LabelCases))]
    public void Losses_of_labels_are_PyTorchs(string name)
    {
        LabelCase item = _labelCases.Single(item => item.Name == name);
        var gradient = new float[_logits.Length];

        LossResult result = item.Loss.Compute(_logits, _labels, gradient);

        Assert.Equal(item.Value, result.Mean, 1e-7);
        Assert.Equal(2, result.Correct);
        AssertClose(item.Gradient, gradient);
    }

    [Theory]
    [MemberData(nameof(TargetCases))]
    public void Losses_of_targets_are_PyTorchs(string name)
    {
        TargetCase item = _targetCases.Single(item => item.Name == name);
        var gradient = new float[_results.Length];

        LossResult result = item.Loss.Compute(_results, _targets, gradient);

        Assert.Equal(item.Value, result.Mean, 1e-12 * item.Value);
        Assert.Null(result.Correct);
        AssertClose(item.Gradient, gradient);
    }

    [Theory]
    [MemberData(nameof(LabelCases))]
    public void Gradients_of_labels_are_derivatives(string name)
    {
        LabelLoss loss = _labelCases.Single(item => item.Name == name).Loss;
        var gradient = new float[_logits.Length];
        loss.Compute(_logits, _labels, gradient);

        AssertDerivative(_logits, gradient, logits => loss.Compute(logits, _labels, []).Mean);
    }

    /// <summary>At points where no loss has a kink.</summary>
    [Theory]
    [MemberData(nameof(TargetCases))]
    public void Gradients_of_targets_are_derivatives(string name)
    {
        TargetLoss loss = _targetCases.Single(item => item.Name == name).Loss;
        float[] results = [0.5f, -1.75f, 3, 0.25f, -4], targets = [0.25f, 1, -1, 0, 0.75f], gradient = new float[5];
        loss.Compute(results, targets, gradient);

        AssertDerivative(results, gradient, values => loss.Compute(values, targets, []).Mean);
    }

    [Fact]
    public void A_single_value_far_from_its_target_stays_finite()
    {
        var gradient = new float[2];

        LossResult result = new BinaryCrossEntropyWithLogitsLoss().Compute([3e38f, -3e38f], [0, 1], gradient);

        Assert.Equal(3e38, result.Mean, 1e32);
        Assert.Equal([0.5f, -0.5f], gradient);
    }

    [Fact]
    public void A_result_that_is_not_a_number_shows_in_every_loss() => Assert.All(
        _targetCases, item => Assert.True(double.IsNaN(item.Loss.Compute([0, float.NaN], [0, 0], []).Mean)));

    [Fact]
    public void Lengths_are_checked()
    {
        var loss = new MseLoss();
        Assert.Equal("results", Assert.Throws<ArgumentException>(() => loss.Compute([], [], [])).ParamName);
        Assert.Equal("targets", Assert.Throws<ArgumentException>(() => loss.Compute([1, 2], [1], [])).ParamName);
        Assert.Equal("gradient", Assert.Throws<ArgumentException>(() => loss.Compute([1, 2], [1, 2], new float[1])).ParamName);
        Assert.Equal("delta", Assert.Throws<ArgumentOutOfRangeException>(() => new HuberLoss(0)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossEntropyLoss { LabelSmoothing = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossEntropyLoss { LabelSmoothing = double.NaN });
        Assert.Throws<ArgumentException>(() => new CrossEntropyLoss { ClassWeights = [1, -1] });
        Assert.Contains(
            "2 weights for 3 results", Assert.Throws<ArgumentException>(() => new CrossEntropyLoss { ClassWeights = [1, 1] }.Compute([1, 2, 3], [0], [])).Message,
            StringComparison.Ordinal);
    }

    private static void AssertClose(float[] expected, float[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-7f + (1e-6f * Math.Abs(pair.First))));

    private static void AssertDerivative(float[] values, float[] gradient, Func<float[], double> loss)
    {
        const float Step = 1e-3f;
        for (int i = 0; i < values.Length; i++)
        {
            float[] above = [.. values], below = [.. values];
            above[i] += Step;
            below[i] -= Step;
            Assert.Equal((loss(above) - loss(below)) / (above[i] - below[i]), gradient[i], 1e-6 * Math.Max(1, Math.Abs(gradient[i])));
        }
    }

    private sealed record LabelCase(string Name, LabelLoss Loss, double Value, float[] Gradient);

    private sealed record TargetCase(string Name, TargetLoss Loss, double Value, float[] Gradient);
}
