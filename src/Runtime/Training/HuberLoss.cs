namespace NetGen;

/// <summary>
/// The mean over all values of half the squared difference of result and target up to delta, and of a straight line beyond it, as
/// torch.nn.HuberLoss: outliers pull no harder than delta.
/// </summary>
public sealed class HuberLoss : ElementwiseLoss
{
    /// <summary>A loss that is square up to a difference.</summary>
    /// <param name="delta">Where the square becomes a line; positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public HuberLoss(double delta = 1)
    {
        if (!(delta > 0 && double.IsFinite(delta)))
        {
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "Must be positive and finite.");
        }

        Delta = delta;
    }

    /// <summary>Where the square becomes a line.</summary>
    public double Delta { get; }

    /// <inheritdoc/>
    protected override double ComputeOne(double result, double target, out double derivative)
    {
        double difference = result - target;
        double size = Math.Abs(difference);
        if (size > Delta)
        {
            derivative = Math.CopySign(Delta, difference);
            return Delta * (size - (Delta / 2));
        }

        derivative = difference;
        return difference * difference / 2;
    }
}
