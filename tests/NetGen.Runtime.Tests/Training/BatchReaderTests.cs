namespace NetGen.Runtime.Tests.Training;

public class BatchReaderTests
{
    [Fact]
    public void Without_a_shuffle_images_come_in_their_order_and_the_last_batch_takes_the_rest()
    {
        var reader = Reader(new Numbers(5), batchSize: 2);

        Assert.Equal([[0, 1], [2, 3], [4]], Batches(reader));
    }

    [Fact]
    public void A_batch_larger_than_the_data_set_is_the_data_set() =>
        Assert.Equal([[0, 1, 2]], Batches(Reader(new Numbers(3), batchSize: 100)));

    [Fact]
    public void All_orders_are_equally_likely()
    {
        const int Rounds = 6000;
        var reader = Reader(new Numbers(3), batchSize: 3);
        var counts = new Dictionary<string, int>();
        for (int round = 0; round < Rounds; round++)
        {
            reader.Shuffle(SplitMix64.Combine(1, (ulong)round));
            reader.Read(0);
            string order = string.Join(',', reader.Labels.ToArray());
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        // A sixth of the rounds each, with a standard deviation of 29; five of them.
        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 1000 - 145, 1000 + 145));
    }

    [Fact]
    public void Images_and_labels_stay_together()
    {
        var reader = Reader(new Numbers(50), batchSize: 50);
        reader.Shuffle(7);
        reader.Read(0);

        Assert.Equal(reader.Labels.ToArray().Select(label => (float)label), reader.Images.ToArray());
    }

    private static LabelReader Reader(Numbers dataset, int batchSize) => new(dataset, new CrossEntropyLoss(), batchSize);

    private static int[][] Batches(LabelReader reader) => [.. Enumerable.Range(0, reader.Batches).Select(batch =>
    {
        reader.Read(batch);
        return reader.Labels.ToArray();
    })];

    /// <summary>Images of one value, their own number, which is the label too.</summary>
    private sealed class Numbers(int count) : IDataset
    {
        public int Count => count;

        public int InputLength => 1;

        public int Classes => count;

        public int Read(int index, Span<float> image)
        {
            image[0] = index;
            return index;
        }
    }
}
