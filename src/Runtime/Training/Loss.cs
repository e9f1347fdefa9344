namespace NetGen;

/// <summary>What a batch costs.</summary>
/// <param name="Mean">The mean, as the loss defines it: over images, over values, or weighted.</param>
/// <param name="Correct">Images whose largest result is at the label; null where there are no classes.</param>
public readonly record struct LossResult(double Mean, int? Correct)
{
    /// <summary>What the sum was divided by where that is not the number of images: the sum of the labels' class weights.</summary>
    public double? Weight { get; init; }
}

/// <summary>
/// What training makes small. A loss is either a <see cref="LabelLoss"/>, which compares results with class numbers, or a
/// <see cref="TargetLoss"/>, which compares them with other numbers.
/// </summary>
public abstract class Loss
{
    private protected Loss()
    {
    }

    /// <summary>An error if the gradient has a length of its own.</summary>
    private protected static void CheckGradient(ReadOnlySpan<float> results, Span<float> gradient)
    {
        if (!gradient.IsEmpty && gradient.Length != results.Length)
        {
            throw new ArgumentException($"The gradient must be empty or have {results.Length} values like the results; it has {gradient.Length}.", nameof(gradient));
        }
    }
}

/// <summary>A function of a batch's results and labels; trains on an <see cref="IDataset"/>.</summary>
public abstract class LabelLoss : Loss
{
    /// <summary>Computes the mean loss of a batch and its derivative.</summary>
    /// <param name="results">N results of one length.</param>
    /// <param name="labels">N class numbers.</param>
    /// <param name="gradient">Takes the derivative of the mean by each result; empty when it is not wanted.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, or a label is no class.</exception>
    public abstract LossResult Compute(ReadOnlySpan<float> results, ReadOnlySpan<int> labels, Span<float> gradient);
}

/// <summary>A function of a batch's results and as many target values; trains on an <see cref="ITargetDataset"/>.</summary>
public abstract class TargetLoss : Loss
{
    /// <summary>Computes the mean loss of a batch and its derivative.</summary>
    /// <param name="results">N results of one length.</param>
    /// <param name="targets">What they should be.</param>
    /// <param name="gradient">Takes the derivative of the mean by each result; empty when it is not wanted.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public abstract LossResult Compute(ReadOnlySpan<float> results, ReadOnlySpan<float> targets, Span<float> gradient);
}

/// <summary>A loss that compares each result with its own target, and is the mean over all values of the batch.</summary>
public abstract class ElementwiseLoss : TargetLoss
{
    /// <inheritdoc/>
    public sealed override LossResult Compute(ReadOnlySpan<float> results, ReadOnlySpan<float> targets, Span<float> gradient)
    {
        if (results.IsEmpty)
        {
            throw new ArgumentException("A batch has at least one value; none came.", nameof(results));
        }

        if (targets.Length != results.Length)
        {
            throw new ArgumentException($"{results.Length} results need as many targets; {targets.Length} came.", nameof(targets));
        }

        CheckGradient(results, gradient);
        double sum = 0;
        for (int i = 0; i < results.Length; i++)
        {
            sum += ComputeOne(results[i], targets[i], out double derivative);
            if (!gradient.IsEmpty)
            {
                gradient[i] = (float)(derivative / results.Length);
            }
        }

        return new LossResult(sum / results.Length, Correct: null);
    }

    /// <summary>The loss of one value.</summary>
    /// <param name="result">What the network gives.</param>
    /// <param name="target">What it should give.</param>
    /// <param name="derivative">The loss's derivative by the result.</param>
    protected abstract double ComputeOne(double result, double target, out double derivative);
}
