namespace NetGen.Reference;

/// <summary>The mean of each window; padding counts as zeros or not at all.</summary>
public static class AvgPool2d
{
    /// <summary>x N×C×D×H×W → y N×C×D'×H'×W'.</summary>
    public static Tensor Forward(Tensor x, Window window, bool countIncludePad)
    {
        Tensor y = window.Results(x);
        foreach ((int n, int c, int plane, int row, int column) in y.Voxels)
        {
            List<Tap> taps = [.. window.Taps(x, plane, row, column)];
            y[n, c, row, column, plane] = taps.Sum(tap => x[n, c, tap.Row, tap.Column, tap.Plane])
                / (countIncludePad ? Covered(x, window, plane, row, column) : taps.Count);
        }

        return y;
    }

    /// <summary>dy N×C×D'×H'×W' → dx N×C×D×H×W.</summary>
    public static Tensor Backward(Tensor x, Tensor dy, Window window, bool countIncludePad)
    {
        Tensor dx = x.Like();
        foreach ((int n, int c, int plane, int row, int column) in dy.Voxels)
        {
            List<Tap> taps = [.. window.Taps(x, plane, row, column)];
            double share = dy[n, c, row, column, plane] / (countIncludePad ? Covered(x, window, plane, row, column) : taps.Count);
            foreach (Tap tap in taps) dx[n, c, tap.Row, tap.Column, tap.Plane] += share;
        }

        return dx;
    }

    /// <summary>The pixels under a window with those of the padding, but without what reaches beyond the padding, as in PyTorch.</summary>
    private static int Covered(Tensor x, Window window, int plane, int row, int column)
    {
        static int Along(int at, int stride, int kernel, int before, int end) => Math.Min((at * stride) - before + kernel, end) - ((at * stride) - before);
        return Along(plane, window.StrideDepth, window.KernelDepth, window.Front, x.Depth + window.Back)
            * Along(row, window.StrideHeight, window.KernelHeight, window.Top, x.Height + window.Bottom)
            * Along(column, window.StrideWidth, window.KernelWidth, window.Left, x.Width + window.Right);
    }
}
