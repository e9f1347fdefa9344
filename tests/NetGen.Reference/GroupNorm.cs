namespace NetGen.Reference;

/// <summary>
/// y = γ·(x − μ)/√(σ² + ε) + β by the statistics of each group of channels of each image. Parameters are 1×C, or of the image's shape; one
/// group is LayerNorm, as many groups as channels are InstanceNorm.
/// </summary>
public static class GroupNorm
{
    /// <summary>What the forward pass computes and keeps.</summary>
    /// <param name="Output">N×C×H×W.</param>
    /// <param name="Mean">N×groups.</param>
    /// <param name="InverseStd">N×groups, 1/√(biased variance + ε).</param>
    public sealed record Result(Tensor Output, Tensor Mean, Tensor InverseStd);

    /// <summary>x N×C×H×W → y N×C×H×W.</summary>
    public static Result Forward(Tensor x, Tensor? scale, Tensor? shift, int groups, double epsilon)
    {
        double count = x.Channels / groups * x.Pixels;
        Tensor mean = GroupSums(x, groups).Map(sum => sum / count);
        Tensor squares = GroupSums(Combine(x, groups, (value, n, g) => Math.Pow(value - mean[n, g], 2)), groups);
        Tensor inverseStd = squares.Map(sum => 1 / Math.Sqrt((sum / count) + epsilon));
        Tensor y = Combine(x, groups, (value, n, g) => (value - mean[n, g]) * inverseStd[n, g]);
        foreach ((int n, int c, int row, int column) in y.Indices)
            y[n, c, row, column] = (y[n, c, row, column] * (At(scale, c, row, column) ?? 1)) + (At(shift, c, row, column) ?? 0);
        return new Result(y, mean, inverseStd);
    }

    /// <summary>dy N×C×H×W → dx N×C×H×W and the parameters' gradients, of the shape that the scale has or 1×C.</summary>
    public static (Tensor Input, Tensor Scale, Tensor Shift) Backward(Tensor x, Tensor dy, Tensor? scale, Result forward, int groups)
    {
        Tensor normalised = Combine(x, groups, (value, n, g) => (value - forward.Mean[n, g]) * forward.InverseStd[n, g]);
        Tensor dScale = scale?.Like() ?? new Tensor(1, x.Channels), dShift = dScale.Like(), scaled = dy.Like();
        foreach ((int n, int c, int row, int column) in x.Indices)
        {
            scaled[n, c, row, column] = dy[n, c, row, column] * (At(scale, c, row, column) ?? 1);
            (int r, int q) = dScale.Pixels == 1 ? (0, 0) : (row, column);
            dScale[0, c, r, q] += dy[n, c, row, column] * normalised[n, c, row, column];
            dShift[0, c, r, q] += dy[n, c, row, column];
        }

        double count = x.Channels / groups * x.Pixels;
        Tensor sums = GroupSums(scaled, groups), products = GroupSums(scaled.Zip(normalised, (g, value) => g * value), groups);
        Tensor dx = x.Like();
        foreach ((int n, int c, int row, int column) in x.Indices)
        {
            int g = c / (x.Channels / groups);
            double common = (sums[n, g] + (normalised[n, c, row, column] * products[n, g])) / count;
            dx[n, c, row, column] = forward.InverseStd[n, g] * (scaled[n, c, row, column] - common);
        }

        return (dx, dScale, dShift);
    }

    private static double? At(Tensor? parameter, int c, int row, int column) =>
        parameter is null ? null : parameter.Pixels == 1 ? parameter[0, c] : parameter[0, c, row, column];

    private static Tensor GroupSums(Tensor x, int groups)
    {
        var sums = new Tensor(x.Images, groups);
        foreach ((int n, int c, int row, int column) in x.Indices) sums[n, c / (x.Channels / groups)] += x[n, c, row, column];
        return sums;
    }

    private static Tensor Combine(Tensor x, int groups, Func<double, int, int, double> function)
    {
        Tensor result = x.Like();
        foreach ((int n, int c, int row, int column) in x.Indices)
            result[n, c, row, column] = function(x[n, c, row, column], n, c / (x.Channels / groups));
        return result;
    }
}
