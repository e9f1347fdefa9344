namespace NetGen.Reference;

/// <summary>Cross-correlation of images, and of volumes. Weights are O×(I/groups)×kD×kH×kW, a bias is 1×O.</summary>
public static class Conv2d
{
    /// <summary>x N×I×D×H×W → y N×O×D'×H'×W'.</summary>
    public static Tensor Forward(Tensor x, Tensor weight, Tensor? bias, Window window, int groups = 1)
    {
        var y = new Tensor(x.Images, weight.Images, window.OutHeight(x.Height), window.OutWidth(x.Width), window.OutDepth(x.Depth));
        foreach ((int n, int o, int p, int r, int c) in y.Voxels)
        {
            double sum = bias is null ? 0 : bias[0, o];
            foreach (Tap tap in window.Taps(x, p, r, c))
            {
                for (int i = 0; i < weight.Channels; i++)
                    sum += Weight(weight, o, i, tap) * x[n, Channel(weight, groups, o, i), tap.Row, tap.Column, tap.Plane];
            }

            y[n, o, r, c, p] = sum;
        }

        return y;
    }

    /// <summary>dy N×O×D'×H'×W' → dx N×I×D×H×W, dw O×(I/groups)×kD×kH×kW, db 1×O.</summary>
    public static (Tensor Input, Tensor Weight, Tensor Bias) Backward(
        Tensor x, Tensor weight, Tensor dy, Window window, int groups = 1)
    {
        (Tensor dx, Tensor dw, Tensor db) = (x.Like(), weight.Like(), new Tensor(1, weight.Images));
        foreach ((int n, int o, int p, int r, int c) in dy.Voxels)
        {
            double g = dy[n, o, r, c, p];
            db[0, o] += g;
            foreach (Tap tap in window.Taps(x, p, r, c))
            {
                for (int i = 0; i < weight.Channels; i++)
                {
                    int channel = Channel(weight, groups, o, i);
                    Weight(dw, o, i, tap) += g * x[n, channel, tap.Row, tap.Column, tap.Plane];
                    dx[n, channel, tap.Row, tap.Column, tap.Plane] += g * Weight(weight, o, i, tap);
                }
            }
        }

        return (dx, dw, db);
    }

    private static ref double Weight(Tensor weight, int o, int i, Tap tap) => ref weight[o, i, tap.KernelRow, tap.KernelColumn, tap.KernelPlane];

    /// <summary>The input channel that an output channel's i-th weight belongs to.</summary>
    private static int Channel(Tensor weight, int groups, int o, int i) => (o / (weight.Images / groups) * weight.Channels) + i;
}
