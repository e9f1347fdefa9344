namespace NetGen.Reference;

/// <summary>exp(x) / Σ exp(x) over the channels of each pixel.</summary>
public static class Softmax
{
    /// <summary>x N×C×H×W → y N×C×H×W.</summary>
    public static Tensor Forward(Tensor x) => LogSoftmax.Forward(x).Map(Math.Exp);

    /// <summary>dy N×C×H×W → dx N×C×H×W, from the result.</summary>
    public static Tensor Backward(Tensor y, Tensor dy)
    {
        Tensor dx = y.Like();
        foreach ((int n, int c, int row, int column) in y.Indices)
        {
            double product = Enumerable.Range(0, y.Channels).Sum(k => y[n, k, row, column] * dy[n, k, row, column]);
            dx[n, c, row, column] = y[n, c, row, column] * (dy[n, c, row, column] - product);
        }

        return dx;
    }
}

/// <summary>x − log Σ exp(x) over the channels of each pixel.</summary>
public static class LogSoftmax
{
    /// <summary>x N×C×H×W → y N×C×H×W.</summary>
    public static Tensor Forward(Tensor x)
    {
        Tensor y = x.Like();
        foreach ((int n, int c, int row, int column) in x.Indices)
        {
            double largest = Channels(x).Max(k => x[n, k, row, column]);
            double sum = Channels(x).Sum(k => Math.Exp(x[n, k, row, column] - largest));
            y[n, c, row, column] = x[n, c, row, column] - largest - Math.Log(sum);
        }

        return y;
    }

    /// <summary>dy N×C×H×W → dx N×C×H×W, from the result.</summary>
    public static Tensor Backward(Tensor y, Tensor dy)
    {
        Tensor dx = y.Like();
        foreach ((int n, int c, int row, int column) in y.Indices)
        {
            double sum = Channels(y).Sum(k => dy[n, k, row, column]);
            dx[n, c, row, column] = dy[n, c, row, column] - (Math.Exp(y[n, c, row, column]) * sum);
        }

        return dx;
    }

    private static IEnumerable<int> Channels(Tensor x) => Enumerable.Range(0, x.Channels);
}
