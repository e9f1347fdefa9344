namespace NetGen.Reference;

/// <summary>The mean of each window; padding counts as zeros or not at all.</summary>
public static class AvgPool2d
{
    /// <summary>x N×C×H×W → y N×C×H'×W'.</summary>
    public static Tensor Forward(Tensor x, Window window, bool countIncludePad)
    {
        var y = new Tensor(x.Images, x.Channels, window.OutHeight(x.Height), window.OutWidth(x.Width));
        foreach ((int n, int c, int row, int column) in y.Indices)
        {
            List<Tap> taps = [.. window.Taps(row, column, x.Height, x.Width)];
            y[n, c, row, column] = taps.Sum(tap => x[n, c, tap.Row, tap.Column]) / Divisor(window, taps, countIncludePad);
        }

        return y;
    }

    /// <summary>dy N×C×H'×W' → dx N×C×H×W.</summary>
    public static Tensor Backward(Tensor x, Tensor dy, Window window, bool countIncludePad)
    {
        Tensor dx = x.Like();
        foreach ((int n, int c, int row, int column) in dy.Indices)
        {
            List<Tap> taps = [.. window.Taps(row, column, x.Height, x.Width)];
            double share = dy[n, c, row, column] / Divisor(window, taps, countIncludePad);
            foreach (Tap tap in taps) dx[n, c, tap.Row, tap.Column] += share;
        }

        return dx;
    }

    private static int Divisor(Window window, List<Tap> taps, bool countIncludePad) =>
        countIncludePad ? window.KernelHeight * window.KernelWidth : taps.Count;
}
