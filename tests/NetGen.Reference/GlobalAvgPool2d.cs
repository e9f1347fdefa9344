namespace NetGen.Reference;

/// <summary>The mean of each channel.</summary>
public static class GlobalAvgPool2d
{
    /// <summary>x N×C×H×W → y N×C.</summary>
    public static Tensor Forward(Tensor x)
    {
        var y = new Tensor(x.Images, x.Channels);
        foreach ((int n, int c, int row, int column) in x.Indices) y[n, c] += x[n, c, row, column] / x.Pixels;
        return y;
    }

    /// <summary>dy N×C → dx N×C×H×W.</summary>
    public static Tensor Backward(Tensor x, Tensor dy)
    {
        Tensor dx = x.Like();
        foreach ((int n, int c, int row, int column) in x.Indices) dx[n, c, row, column] = dy[n, c] / x.Pixels;
        return dx;
    }
}
