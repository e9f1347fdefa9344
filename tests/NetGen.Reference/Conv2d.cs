namespace NetGen.Reference;

/// <summary>Cross-correlation. Weights are O×(I/groups)×kH×kW, a bias is 1×O.</summary>
public static class Conv2d
{
    /// <summary>x N×I×H×W → y N×O×H'×W'.</summary>
    public static Tensor Forward(Tensor x, Tensor weight, Tensor? bias, Window window, int groups = 1)
    {
        var y = new Tensor(x.Images, weight.Images, window.OutHeight(x.Height), window.OutWidth(x.Width));
        foreach ((int n, int o, int r, int c) in y.Indices)
        {
            double sum = bias is null ? 0 : bias[0, o];
            foreach (Tap tap in window.Taps(r, c, x.Height, x.Width))
            {
                for (int i = 0; i < weight.Channels; i++)
                {
                    sum += weight[o, i, tap.KernelRow, tap.KernelColumn] * x[n, Channel(weight, groups, o, i), tap.Row, tap.Column];
                }
            }

            y[n, o, r, c] = sum;
        }

        return y;
    }

    /// <summary>dy N×O×H'×W' → dx N×I×H×W, dw O×(I/groups)×kH×kW, db 1×O.</summary>
    public static (Tensor Input, Tensor Weight, Tensor Bias) Backward(
        Tensor x, Tensor weight, Tensor dy, Window window, int groups = 1)
    {
        (Tensor dx, Tensor dw, Tensor db) = (x.Like(), weight.Like(), new Tensor(1, weight.Images));
        foreach ((int n, int o, int r, int c) in dy.Indices)
        {
            double g = dy[n, o, r, c];
            db[0, o] += g;
            foreach (Tap tap in window.Taps(r, c, x.Height, x.Width))
            {
                for (int i = 0; i < weight.Channels; i++)
                {
                    int channel = Channel(weight, groups, o, i);
                    dw[o, i, tap.KernelRow, tap.KernelColumn] += g * x[n, channel, tap.Row, tap.Column];
                    dx[n, channel, tap.Row, tap.Column] += g * weight[o, i, tap.KernelRow, tap.KernelColumn];
                }
            }
        }

        return (dx, dw, db);
    }

    /// <summary>The input channel that an output channel's i-th weight belongs to.</summary>
    private static int Channel(Tensor weight, int groups, int o, int i) => (o / (weight.Images / groups) * weight.Channels) + i;
}
