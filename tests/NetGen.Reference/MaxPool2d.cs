namespace NetGen.Reference;

/// <summary>The largest value of each window. Padding never wins; of equal values the first in scan order does; a NaN always does.</summary>
public static class MaxPool2d
{
    /// <summary>x N×C×H×W → y N×C×H'×W'.</summary>
    public static Tensor Forward(Tensor x, Window window)
    {
        var y = new Tensor(x.Images, x.Channels, window.OutHeight(x.Height), window.OutWidth(x.Width));
        foreach ((int n, int c, int row, int column) in y.Indices)
        {
            y[n, c, row, column] = Winner(x, window, n, c, row, column) is { } tap
                ? x[n, c, tap.Row, tap.Column]
                : double.NegativeInfinity;
        }

        return y;
    }

    /// <summary>dy N×C×H'×W' → dx N×C×H×W.</summary>
    public static Tensor Backward(Tensor x, Tensor dy, Window window)
    {
        Tensor dx = x.Like();
        foreach ((int n, int c, int row, int column) in dy.Indices)
        {
            if (Winner(x, window, n, c, row, column) is { } tap) dx[n, c, tap.Row, tap.Column] += dy[n, c, row, column];
        }

        return dx;
    }

    private static Tap? Winner(Tensor x, Window window, int n, int c, int row, int column)
    {
        Tap? winner = null;
        double largest = double.NegativeInfinity;
        foreach (Tap tap in window.Taps(row, column, x.Height, x.Width))
        {
            double value = x[n, c, tap.Row, tap.Column];
            if (winner is not null && !(value > largest || (double.IsNaN(value) && !double.IsNaN(largest)))) continue;
            (winner, largest) = (tap, value);
        }

        return winner;
    }
}
