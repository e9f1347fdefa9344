namespace NetGen.Reference;

/// <summary>The largest value of each window. Padding never wins; of equal values the first in scan order does; a NaN always does.</summary>
public static class MaxPool2d
{
    /// <summary>x N×C×D×H×W → y N×C×D'×H'×W'.</summary>
    public static Tensor Forward(Tensor x, Window window)
    {
        Tensor y = window.Results(x);
        foreach ((int n, int c, int plane, int row, int column) in y.Voxels)
        {
            y[n, c, row, column, plane] = Winner(x, window, n, c, plane, row, column) is { } tap
                ? x[n, c, tap.Row, tap.Column, tap.Plane]
                : double.NegativeInfinity;
        }

        return y;
    }

    /// <summary>dy N×C×D'×H'×W' → dx N×C×D×H×W.</summary>
    public static Tensor Backward(Tensor x, Tensor dy, Window window)
    {
        Tensor dx = x.Like();
        foreach ((int n, int c, int plane, int row, int column) in dy.Voxels)
        {
            if (Winner(x, window, n, c, plane, row, column) is { } tap) dx[n, c, tap.Row, tap.Column, tap.Plane] += dy[n, c, row, column, plane];
        }

        return dx;
    }

    private static Tap? Winner(Tensor x, Window window, int n, int c, int plane, int row, int column)
    {
        Tap? winner = null;
        double largest = double.NegativeInfinity;
        foreach (Tap tap in window.Taps(x, plane, row, column))
        {
            double value = x[n, c, tap.Row, tap.Column, tap.Plane];
            if (winner is not null && !(value > largest || (double.IsNaN(value) && !double.IsNaN(largest)))) continue;
            (winner, largest) = (tap, value);
        }

        return winner;
    }
}
