namespace NetGen;

/// <summary>What a batch costs.</summary>
/// <param name="Mean">The mean over the images.</param>
/// <param name="Correct">Images whose largest result is at the label.</param>
public readonly record struct LossResult(double Mean, int Correct);

/// <summary>What training makes small: a function of a batch's results and labels.</summary>
public abstract class Loss
{
    /// <summary>Computes the mean loss of a batch and its derivative.</summary>
    /// <param name="results">N results of one length.</param>
    /// <param name="labels">N class numbers.</param>
    /// <param name="gradient">Takes the derivative of the mean by each result; empty when it is not wanted.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, or a label is no class.</exception>
    public abstract LossResult Compute(ReadOnlySpan<float> results, ReadOnlySpan<int> labels, Span<float> gradient);
}
