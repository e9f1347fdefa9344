namespace NetGen.Reference;

/// <summary>An image of another size, as torch.nn.functional.interpolate makes it.</summary>
/// <param name="Bilinear">Whether four pixels are mixed; otherwise the nearest is taken.</param>
/// <param name="AlignCorners">Whether the corners of both images fall together.</param>
public sealed record Upsample(bool Bilinear, bool AlignCorners)
{
    /// <summary>x N×C×H×W → y N×C×height×width.</summary>
    public Tensor Forward(Tensor x, int height, int width)
    {
        var y = new Tensor(x.Images, x.Channels, height, width);
        foreach ((int n, int c, int row, int column) in y.Indices)
        {
            foreach ((int r, int q, double weight) in Sources(x, y, row, column)) y[n, c, row, column] += weight * x[n, c, r, q];
        }

        return y;
    }

    /// <summary>dy N×C×height×width → dx N×C×H×W.</summary>
    public Tensor Backward(Tensor x, Tensor dy)
    {
        Tensor dx = x.Like();
        foreach ((int n, int c, int row, int column) in dy.Indices)
        {
            foreach ((int r, int q, double weight) in Sources(x, dy, row, column)) dx[n, c, r, q] += weight * dy[n, c, row, column];
        }

        return dx;
    }

    private IEnumerable<(int Row, int Column, double Weight)> Sources(Tensor x, Tensor y, int row, int column) =>
        from r in Along(row, x.Height, y.Height)
        from c in Along(column, x.Width, y.Width)
        select (r.Pixel, c.Pixel, r.Weight * c.Weight);

    /// <summary>The nearest pixel is found in single precision, as PyTorch finds it.</summary>
    private IEnumerable<(int Pixel, double Weight)> Along(int at, int from, int to)
    {
        if (!Bilinear) return [(Math.Min((int)MathF.Floor(at * ((float)from / to)), from - 1), 1)];
        double position = AlignCorners
            ? to > 1 ? at * (double)(from - 1) / (to - 1) : 0
            : Math.Max(((at + 0.5) * from / to) - 0.5, 0);
        int first = Math.Min((int)position, from - 1);
        return [(first, 1 - (position - first)), (Math.Min(first + 1, from - 1), position - first)];
    }
}
