namespace NetGen;

/// <summary>
/// The mean over all values of −t·log σ(x) − (1 − t)·log(1 − σ(x)) with the result x as a logit and the target t in [0, 1], as
/// torch.nn.BCEWithLogitsLoss. The network must end in its logits, without a Sigmoid of its own.
/// </summary>
public sealed class BinaryCrossEntropyWithLogitsLoss : ElementwiseLoss
{
    /// <inheritdoc/>
    /// <remarks>Equal to max(x, 0) − t·x + log(1 + exp(−|x|)), in which nothing overflows.</remarks>
    protected override double ComputeOne(double result, double target, out double derivative)
    {
        double small = Math.Exp(-Math.Abs(result));
        double sigmoid = result >= 0 ? 1 / (1 + small) : small / (1 + small);
        derivative = sigmoid - target;

        // 1 + small would lose what is below 1e-16; a series of two terms does not.
        double logarithm = small < 1e-5 ? small - (small * small / 2) : Math.Log(1 + small);
        return Math.Max(result, 0) - (target * result) + logarithm;
    }
}
