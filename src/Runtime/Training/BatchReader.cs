using NetGen.Runtime;

namespace NetGen;

/// <summary>Cuts a data set into batches, in its own order or shuffled; the last batch may be smaller.</summary>
internal sealed class BatchReader
{
    private readonly IDataset _dataset;
    private readonly int _batchSize;
    private readonly int[] _order;
    private readonly int[] _labels;
    private readonly float[] _images;

    public BatchReader(IDataset dataset, int batchSize)
    {
        _dataset = dataset;
        _batchSize = Math.Min(batchSize, dataset.Count);
        _order = [.. Enumerable.Range(0, dataset.Count)];
        _labels = new int[_batchSize];
        _images = new float[checked(_batchSize * dataset.InputLength)];
    }

    /// <summary>The number of batches.</summary>
    public int Batches => (_dataset.Count + _batchSize - 1) / _batchSize;

    /// <summary>The largest number of images in a batch.</summary>
    public int BatchSize => _batchSize;

    /// <summary>The images of the batch that was read.</summary>
    public ReadOnlySpan<float> Images => _images.AsSpan(0, Count * _dataset.InputLength);

    /// <summary>The labels of the batch that was read.</summary>
    public ReadOnlySpan<int> Labels => _labels.AsSpan(0, Count);

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
        int begin = batch * _batchSize;
        int length = _dataset.InputLength;
        Count = Math.Min(_batchSize, _dataset.Count - begin);
        for (int i = 0; i < Count; i++)
        {
            _labels[i] = _dataset.Read(_order[begin + i], _images.AsSpan(i * length, length));
        }
    }
}
