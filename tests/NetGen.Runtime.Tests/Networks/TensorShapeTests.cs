namespace NetGen.Runtime.Tests.Networks;

public class TensorShapeTests
{
    [Fact]
    public void Prints_its_dimensions_with_crosses()
    {
        Assert.Equal("64×2×2", new TensorShape(64, 2, 2).ToString());
        Assert.Equal("500", new TensorShape(500).ToString());
        Assert.Equal("scalar", new TensorShape().ToString());
    }

    [Fact]
    public void Length_is_the_product_of_the_dimensions()
    {
        Assert.Equal(256, new TensorShape(64, 2, 2).Length);
        Assert.Equal(1, new TensorShape().Length);
    }

    [Fact]
    public void Is_equal_by_value_and_keeps_no_reference_to_the_array()
    {
        int[] dimensions = [1, 28, 28];
        var shape = new TensorShape(dimensions);
        dimensions[0] = 3;

        Assert.Equal(new TensorShape(1, 28, 28), shape);
        Assert.Equal(new TensorShape(1, 28, 28).GetHashCode(), shape.GetHashCode());
        Assert.NotEqual(new TensorShape(3, 28, 28), shape);
        Assert.NotEqual(new TensorShape(28, 28), shape);
    }

    [Fact]
    public void Refuses_dimensions_that_no_tensor_has()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorShape(3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TensorShape(-1));
        Assert.Throws<ArgumentException>(() => new TensorShape(1 << 20, 1 << 20, 1 << 20, 1 << 20));
    }
}
