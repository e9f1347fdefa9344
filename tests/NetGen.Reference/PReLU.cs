namespace NetGen.Reference;

/// <summary>x for positive x and slope·x otherwise; slopes are 1×1, or 1×C.</summary>
public static class PReLU
{
    /// <summary>x N×C×H×W → y N×C×H×W.</summary>
    public static Tensor Forward(Tensor x, Tensor slope)
    {
        Tensor y = x.Like();
        foreach ((int n, int c, int row, int column) in x.Indices)
        {
            double value = x[n, c, row, column];
            y[n, c, row, column] = value > 0 ? value : value * slope[0, c % slope.Channels];
        }

        return y;
    }

    /// <summary>dy N×C×H×W → dx N×C×H×W, and the slopes' gradients.</summary>
    public static (Tensor Input, Tensor Slope) Backward(Tensor x, Tensor dy, Tensor slope)
    {
        (Tensor dx, Tensor ds) = (x.Like(), slope.Like());
        foreach ((int n, int c, int row, int column) in x.Indices)
        {
            (double value, double g) = (x[n, c, row, column], dy[n, c, row, column]);
            dx[n, c, row, column] = value > 0 ? g : g * slope[0, c % slope.Channels];
            if (value <= 0) ds[0, c % slope.Channels] += g * value;
        }

        return (dx, ds);
    }
}
