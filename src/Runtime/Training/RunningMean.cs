namespace NetGen;

/// <summary>Adds up the results of batches.</summary>
internal struct RunningMean
{
    private double _loss;
    private int _correct;
    private int _count;

    /// <summary>The mean over all images so far.</summary>
    public readonly Evaluation Value => new(_loss / _count, (double)_correct / _count, _count);

    /// <summary>Takes a batch in.</summary>
    public void Add(LossResult result, int count)
    {
        _loss += result.Mean * count;
        _correct += result.Correct;
        _count += count;
    }
}
