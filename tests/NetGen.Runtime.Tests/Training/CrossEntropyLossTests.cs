namespace NetGen.Runtime.Tests.Training;

public class CrossEntropyLossTests
{
    private static readonly float[] _logits = [1, 2, 3, -1, 0.5f, 0.25f];
    private static readonly int[] _labels = [2, 0];

    [Fact]
    public void Is_the_mean_of_the_negative_logarithms_of_the_softmax()
    {
        double first = Math.Log(Math.Exp(1) + Math.Exp(2) + Math.Exp(3)) - 3;
        double second = Math.Log(Math.Exp(-1) + Math.Exp(0.5) + Math.Exp(0.25)) + 1;

        LossResult result = new CrossEntropyLoss().Compute(_logits, _labels, []);

        Assert.Equal((first + second) / 2, result.Mean, 1e-12);
        Assert.Equal(1, result.Correct);
    }

    [Fact]
    public void Equal_logits_cost_the_logarithm_of_the_number_of_classes() =>
        Assert.Equal(Math.Log(10), new CrossEntropyLoss().Compute(new float[10], [3], []).Mean, 1e-12);

    [Fact]
    public void The_gradient_is_the_derivative()
    {
        const float Step = 1e-3f;
        var loss = new CrossEntropyLoss();
        var gradient = new float[_logits.Length];
        loss.Compute(_logits, _labels, gradient);

        for (int i = 0; i < _logits.Length; i++)
        {
            float[] above = [.. _logits], below = [.. _logits];
            above[i] += Step;
            below[i] -= Step;
            double difference = loss.Compute(above, _labels, []).Mean - loss.Compute(below, _labels, []).Mean;
            Assert.Equal(difference / (above[i] - below[i]), gradient[i], 1e-6);
        }
    }

    [Fact]
    public void Logits_of_any_size_neither_overflow_nor_vanish()
    {
        var gradient = new float[3];

        LossResult result = new CrossEntropyLoss().Compute([3e38f, -3e38f, 0], [1], gradient);

        Assert.Equal(6e38, result.Mean, 1e33);
        Assert.Equal([1, -1, 0], gradient);
    }

    [Fact]
    public void A_result_that_is_not_a_number_shows_in_the_loss() =>
        Assert.True(double.IsNaN(new CrossEntropyLoss().Compute([0, float.NaN], [0], []).Mean));

    [Fact]
    public void Lengths_and_labels_are_checked()
    {
        var loss = new CrossEntropyLoss();
        Assert.Equal("labels", Assert.Throws<ArgumentException>(() => loss.Compute(_logits, [], [])).ParamName);
        Assert.Equal("labels", Assert.Throws<ArgumentException>(() => loss.Compute(_logits, [0, 3], [])).ParamName);
        Assert.Equal("labels", Assert.Throws<ArgumentException>(() => loss.Compute(_logits, [0, -1], [])).ParamName);
        Assert.Equal("results", Assert.Throws<ArgumentException>(() => loss.Compute(_logits, [0, 0, 0, 0], [])).ParamName);
        Assert.Equal("gradient", Assert.Throws<ArgumentException>(() => loss.Compute(_logits, _labels, new float[5])).ParamName);
    }
}
