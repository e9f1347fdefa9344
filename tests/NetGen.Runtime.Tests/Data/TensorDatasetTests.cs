namespace NetGen.Runtime.Tests.Data;

public class TensorDatasetTests
{
    private static readonly TensorDataset _dataset = new(
        new float[] { 1, 2, 3, 4, 5, 6 }, new float[] { 10, 20, 30 }, new TensorShape(2), new TensorShape(1));

    [Fact]
    public void Examples_are_read_by_their_number()
    {
        float[] input = new float[2], target = new float[1];

        _dataset.Read(1, input, target);

        Assert.Equal([3, 4], input);
        Assert.Equal([20], target);
        Assert.Equal((3, 2, 1), (_dataset.Count, _dataset.InputLength, _dataset.TargetLength));
    }

    [Fact]
    public void Lengths_and_numbers_are_checked()
    {
        Assert.Equal("inputs", Assert.Throws<ArgumentException>(() => new TensorDataset(new float[5], new float[2], new TensorShape(2), new TensorShape(1))).ParamName);
        Assert.Equal("targets", Assert.Throws<ArgumentException>(() => new TensorDataset(new float[4], new float[3], new TensorShape(2), new TensorShape(1))).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => _dataset.Read(3, new float[2], new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _dataset.Read(-1, new float[2], new float[1]));
        Assert.Equal("input", Assert.Throws<ArgumentException>(() => _dataset.Read(0, new float[3], new float[1])).ParamName);
        Assert.Equal("target", Assert.Throws<ArgumentException>(() => _dataset.Read(0, new float[2], new float[2])).ParamName);
    }
}
