namespace NetGen.Reference;

/// <summary>x / (k + α/size·Σx²)^β over neighbouring channels, of which ⌊size/2⌋ lie before, as in PyTorch.</summary>
public sealed record LocalResponseNorm(int Size, double Alpha, double Beta, double K)
{
    /// <summary>x N×C×H×W → y N×C×H×W.</summary>
    public Tensor Forward(Tensor x)
    {
        Tensor y = x.Like();
        foreach ((int n, int c, int row, int column) in x.Indices)
            y[n, c, row, column] = x[n, c, row, column] * Math.Pow(Scale(x, n, c, row, column), -Beta);
        return y;
    }

    /// <summary>dy N×C×H×W → dx N×C×H×W.</summary>
    public Tensor Backward(Tensor x, Tensor dy)
    {
        Tensor dx = x.Like();
        foreach ((int n, int c, int row, int column) in x.Indices)
        {
            double scale = Scale(x, n, c, row, column), g = dy[n, c, row, column];
            dx[n, c, row, column] += g * Math.Pow(scale, -Beta);
            foreach (int i in Neighbours(x, c))
            {
                dx[n, i, row, column] -= g * x[n, c, row, column] * Beta * Math.Pow(scale, -Beta - 1)
                    * (2 * Alpha / Size) * x[n, i, row, column];
            }
        }

        return dx;
    }

    private double Scale(Tensor x, int n, int c, int row, int column) =>
        K + (Alpha / Size * Neighbours(x, c).Sum(i => Math.Pow(x[n, i, row, column], 2)));

    private IEnumerable<int> Neighbours(Tensor x, int c) =>
        Enumerable.Range(c - (Size / 2), Size).Where(i => i >= 0 && i < x.Channels);
}
