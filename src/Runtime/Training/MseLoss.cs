namespace NetGen;

/// <summary>The mean of (result − target)² over all values, as torch.nn.MSELoss.</summary>
public sealed class MseLoss : ElementwiseLoss
{
    /// <inheritdoc/>
    protected override double ComputeOne(double result, double target, out double derivative)
    {
        double difference = result - target;
        derivative = 2 * difference;
        return difference * difference;
    }
}
