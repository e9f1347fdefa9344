using NetGen.Runtime;

namespace NetGen;

/// <summary>
/// Cuts a data set into batches, in its own order or shuffled; the last batch may be smaller. What the images are compared with, labels
/// or targets, is read and judged by the derived classes.
/// </summary>
internal abstract class BatchReader
{
    private readonly int _total;
    private readonly int _inputLength;
    private readonly int[] _order;
    private readonly float[] _images;

    protected BatchReader(int count, int inputLength, int batchSize)
    {
        _total = count;
        _inputLength = inputLength;
        BatchSize = Math.Min(batchSize, count);
        _order = [.. Enumerable.Range(0, count)];
        _images = new float[checked(BatchSize * inputLength)];
    }

    /// <summary>The number of images in the data set.</summary>
    public int Total => _total;

    /// <summary>The number of batches.</summary>
    public int Batches => (_total + BatchSize - 1) / BatchSize;

    /// <summary>The largest number of images in a batch.</summary>
    public int BatchSize { get; }

    /// <summary>The images of the batch that was read.</summary>
    public ReadOnlySpan<float> Images => _images.AsSpan(0, Count * _inputLength);

    /// <summary>The number of images in the batch that was read.</summary>
    public int Count { get; private set; }

    /// <summary>Orders the images by Fisher and Yates' shuffle, anew for each key; the same key gives the same order.</summary>
    public void Shuffle(ulong key)
    {
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        var random = new SplitMix64(key);
        for (int i = _order.Length - 1; i > 0; i--)
        {
            int j = random.NextBelow(i + 1);
            (_order[i], _order[j]) = (_order[j], _order[i]);
        }
    }

    /// <summary>Reads a batch, from 0.</summary>
    public void Read(int batch)
    {
        int begin = batch * BatchSize;
        Count = Math.Min(BatchSize, _total - begin);
        for (int i = 0; i < Count; i++)
        {
            ReadOne(_order[begin + i], i, _images.AsSpan(i * _inputLength, _inputLength));
        }
    }

    /// <summary>The loss of results for the batch that was read, and its derivative unless the gradient is empty.</summary>
    public abstract LossResult Compute(ReadOnlySpan<float> results, Span<float> gradient);

    /// <summary>Reads an image and what it is compared with.</summary>
    /// <param name="index">In the data set.</param>
    /// <param name="place">In the batch.</param>
    /// <param name="image">Takes the image.</param>
    protected abstract void ReadOne(int index, int place, Span<float> image);
}

/// <summary>Batches of images with labels.</summary>
internal sealed class LabelReader(IDataset dataset, LabelLoss loss, int batchSize) : BatchReader(dataset.Count, dataset.InputLength, batchSize)
{
    private readonly int[] _labels = new int[Math.Min(batchSize, dataset.Count)];

    /// <summary>The labels of the batch that was read.</summary>
    public ReadOnlySpan<int> Labels => _labels.AsSpan(0, Count);

    public override LossResult Compute(ReadOnlySpan<float> results, Span<float> gradient) => loss.Compute(results, Labels, gradient);

    protected override void ReadOne(int index, int place, Span<float> image) => _labels[place] = dataset.Read(index, image);
}

/// <summary>Batches of inputs with targets.</summary>
internal sealed class TargetReader(ITargetDataset dataset, TargetLoss loss, int batchSize) : BatchReader(dataset.Count, dataset.InputLength, batchSize)
{
    private readonly float[] _targets = new float[checked(Math.Min(batchSize, dataset.Count) * dataset.TargetLength)];

    /// <summary>The targets of the batch that was read.</summary>
    public ReadOnlySpan<float> Targets => _targets.AsSpan(0, Count * dataset.TargetLength);

    public override LossResult Compute(ReadOnlySpan<float> results, Span<float> gradient) => loss.Compute(results, Targets, gradient);

    protected override void ReadOne(int index, int place, Span<float> image) =>
        dataset.Read(index, image, _targets.AsSpan(place * dataset.TargetLength, dataset.TargetLength));
}
