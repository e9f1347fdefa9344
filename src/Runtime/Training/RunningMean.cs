namespace NetGen;

/// <summary>Adds up the results of batches.</summary>
internal struct RunningMean
{
    private double _loss;
    private double _weight;
    private int? _correct;
    private int _count;

    /// <summary>The mean over all images so far.</summary>
    public readonly Evaluation Value => new(_loss / _weight, _correct is int correct ? (double)correct / _count : double.NaN, _count);

    /// <summary>Takes a batch in.</summary>
    public void Add(LossResult result, int count)
    {
        double weight = result.Weight ?? count;
        _loss += result.Mean * weight;
        _weight += weight;
        _correct = _count == 0 ? result.Correct : _correct + result.Correct;
        _count += count;
    }
}
