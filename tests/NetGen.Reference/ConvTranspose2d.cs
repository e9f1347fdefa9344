namespace NetGen.Reference;

/// <summary>
/// Transposed convolution of images: every input pixel adds a scaled kernel to the result. Weights are I×(O/groups)×kH×kW, a bias is
/// 1×O.
/// </summary>
public static class ConvTranspose2d
{
    /// <summary>x N×I×H×W → y N×O×H'×W', H' = (H − 1)·s − top − bottom + d·(k − 1) + 1 + output padding.</summary>
    public static Tensor Forward(Tensor x, Tensor weight, Tensor? bias, Window window, (int Height, int Width) outputPadding, int groups = 1)
    {
        Tensor y = Results(x, weight, window, outputPadding, groups);
        foreach ((int n, int o, int r, int c) in y.Indices) y[n, o, r, c] = bias is null ? 0 : bias[0, o];
        foreach ((int n, int i, int r, int c) in x.Indices)
        {
            foreach (Tap tap in window.Taps(r, c, y.Height, y.Width))
            {
                for (int o = 0; o < weight.Channels; o++)
                    y[n, Channel(weight, groups, i, o), tap.Row, tap.Column] += weight[i, o, tap.KernelRow, tap.KernelColumn] * x[n, i, r, c];
            }
        }

        return y;
    }

    /// <summary>dy N×O×H'×W' → dx N×I×H×W, dw I×(O/groups)×kH×kW, db 1×O.</summary>
    public static (Tensor Input, Tensor Weight, Tensor Bias) Backward(Tensor x, Tensor weight, Tensor dy, Window window, int groups = 1)
    {
        (Tensor dx, Tensor dw, Tensor db) = (x.Like(), weight.Like(), new Tensor(1, dy.Channels));
        foreach ((int n, int o, int r, int c) in dy.Indices) db[0, o] += dy[n, o, r, c];
        foreach ((int n, int i, int r, int c) in x.Indices)
        {
            foreach (Tap tap in window.Taps(r, c, dy.Height, dy.Width))
            {
                for (int o = 0; o < weight.Channels; o++)
                {
                    double g = dy[n, Channel(weight, groups, i, o), tap.Row, tap.Column];
                    dx[n, i, r, c] += g * weight[i, o, tap.KernelRow, tap.KernelColumn];
                    dw[i, o, tap.KernelRow, tap.KernelColumn] += g * x[n, i, r, c];
                }
            }
        }

        return (dx, dw, db);
    }

    private static Tensor Results(Tensor x, Tensor weight, Window window, (int Height, int Width) outputPadding, int groups) => new(
        x.Images, weight.Channels * groups,
        ((x.Height - 1) * window.StrideHeight) - window.Top - window.Bottom + (window.DilationHeight * (window.KernelHeight - 1)) + 1 + outputPadding.Height,
        ((x.Width - 1) * window.StrideWidth) - window.Left - window.Right + (window.DilationWidth * (window.KernelWidth - 1)) + 1 + outputPadding.Width);

    /// <summary>The output channel that an input channel's o-th weight belongs to.</summary>
    private static int Channel(Tensor weight, int groups, int i, int o) => (i / (weight.Images / groups) * weight.Channels) + o;
}
