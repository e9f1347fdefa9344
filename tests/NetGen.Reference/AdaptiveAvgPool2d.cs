namespace NetGen.Reference;

/// <summary>Means over bins: bin i of n reaches from ⌊i·H/n⌋ to before ⌈(i + 1)·H/n⌉.</summary>
public static class AdaptiveAvgPool2d
{
    /// <summary>x N×C×D×H×W → y N×C×depth×height×width.</summary>
    public static Tensor Forward(Tensor x, int height, int width, int depth = 1)
    {
        var y = new Tensor(x.Images, x.Channels, height, width, depth);
        foreach ((int n, int c, int plane, int row, int column) in y.Voxels)
        {
            List<(int Plane, int Row, int Column)> bin = [.. Bin(x, y, plane, row, column)];
            y[n, c, row, column, plane] = bin.Average(at => x[n, c, at.Row, at.Column, at.Plane]);
        }

        return y;
    }

    /// <summary>dy → dx N×C×D×H×W.</summary>
    public static Tensor Backward(Tensor x, Tensor dy)
    {
        Tensor dx = x.Like();
        foreach ((int n, int c, int plane, int row, int column) in dy.Voxels)
        {
            List<(int Plane, int Row, int Column)> bin = [.. Bin(x, dy, plane, row, column)];
            foreach ((int p, int r, int q) in bin) dx[n, c, r, q, p] += dy[n, c, row, column, plane] / bin.Count;
        }

        return dx;
    }

    private static IEnumerable<(int Plane, int Row, int Column)> Bin(Tensor x, Tensor y, int plane, int row, int column) =>
        from p in Range(plane, x.Depth, y.Depth)
        from r in Range(row, x.Height, y.Height)
        from c in Range(column, x.Width, y.Width)
        select (p, r, c);

    private static IEnumerable<int> Range(int bin, int pixels, int bins)
    {
        int start = (int)Math.Floor(bin * (double)pixels / bins), end = (int)Math.Ceiling((bin + 1) * (double)pixels / bins);
        return Enumerable.Range(start, end - start);
    }
}
