namespace NetGen.Reference;

/// <summary>y = γ·(x − μ)/√(σ² + ε) + β for each channel, over batch, height and width. Parameters are 1×C.</summary>
public static class BatchNorm
{
    /// <summary>What a training step computes and keeps.</summary>
    /// <param name="Output">N×C×H×W.</param>
    /// <param name="Mean">1×C, of the batch.</param>
    /// <param name="InverseStd">1×C, 1/√(biased variance + ε) of the batch.</param>
    /// <param name="RunningMean">1×C, after the step.</param>
    /// <param name="RunningVariance">1×C, after the step; made of unbiased variances, unchanged by a single value.</param>
    public sealed record Result(Tensor Output, Tensor Mean, Tensor InverseStd, Tensor RunningMean, Tensor RunningVariance);

    /// <summary>x N×C×H×W → y N×C×H×W, in training. The momentum weighs the new value.</summary>
    public static Result Forward(
        Tensor x, Tensor? scale, Tensor? shift, Tensor runningMean, Tensor runningVariance, double epsilon, double momentum)
    {
        double count = Count(x);
        Tensor mean = SumByChannel(x).Map(sum => sum / count);
        Tensor squares = SumByChannel(Combine(x, (value, c) => Math.Pow(value - mean[0, c], 2)));
        Tensor inverseStd = squares.Map(sum => 1 / Math.Sqrt((sum / count) + epsilon));
        double Blend(double old, double value) => ((1 - momentum) * old) + (momentum * value);
        return new Result(
            Combine(x, (value, c) => ((value - mean[0, c]) * inverseStd[0, c] * (scale?[0, c] ?? 1)) + (shift?[0, c] ?? 0)),
            mean, inverseStd,
            runningMean.Zip(mean, Blend),
            count > 1 ? runningVariance.Zip(squares, (old, sum) => Blend(old, sum / (count - 1))) : runningVariance);
    }

    /// <summary>dy N×C×H×W → dx N×C×H×W, dγ 1×C, dβ 1×C, in training: the statistics depend on x too.</summary>
    public static (Tensor Input, Tensor Scale, Tensor Shift) Backward(
        Tensor x, Tensor dy, Tensor? scale, Tensor mean, Tensor inverseStd)
    {
        double count = Count(x);
        Tensor normalised = Combine(x, (value, c) => (value - mean[0, c]) * inverseStd[0, c]);
        Tensor dScale = SumByChannel(normalised.Zip(dy, (value, g) => value * g));
        Tensor dShift = SumByChannel(dy);
        Tensor dx = x.Like();
        foreach ((int n, int c, int row, int column) in x.Indices)
        {
            double common = (dShift[0, c] + (normalised[n, c, row, column] * dScale[0, c])) / count;
            dx[n, c, row, column] = (scale?[0, c] ?? 1) * inverseStd[0, c] * (dy[n, c, row, column] - common);
        }

        return (dx, dScale, dShift);
    }

    /// <summary>x N×C×H×W → y N×C×H×W, by the running statistics.</summary>
    public static Tensor Inference(
        Tensor x, Tensor? scale, Tensor? shift, Tensor runningMean, Tensor runningVariance, double epsilon) =>
        Combine(x, (value, c) =>
            ((value - runningMean[0, c]) / Math.Sqrt(runningVariance[0, c] + epsilon) * (scale?[0, c] ?? 1)) + (shift?[0, c] ?? 0));

    private static double Count(Tensor x) => (double)x.Images * x.Pixels;

    private static Tensor SumByChannel(Tensor x)
    {
        var sums = new Tensor(1, x.Channels);
        foreach ((int n, int c, int row, int column) in x.Indices) sums[0, c] += x[n, c, row, column];
        return sums;
    }

    private static Tensor Combine(Tensor x, Func<double, int, double> function)
    {
        Tensor result = x.Like();
        foreach ((int n, int c, int row, int column) in x.Indices)
        {
            result[n, c, row, column] = function(x[n, c, row, column], c);
        }

        return result;
    }
}
