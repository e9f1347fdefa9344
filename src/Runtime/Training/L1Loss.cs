namespace NetGen;

/// <summary>The mean of |result − target| over all values, as torch.nn.L1Loss; its derivative where they are equal is 0.</summary>
public sealed class L1Loss : ElementwiseLoss
{
    /// <inheritdoc/>
    protected override double ComputeOne(double result, double target, out double derivative)
    {
        double difference = result - target;

        // Not Math.Sign, which throws on NaN.
        derivative = difference > 0 ? 1 : difference < 0 ? -1 : difference;
        return Math.Abs(difference);
    }
}
