namespace NetGen.Reference;

/// <summary>y = x·Wᵀ + b. Weights are O×I, a bias is 1×O.</summary>
public static class Linear
{
    /// <summary>x N×I → y N×O.</summary>
    public static Tensor Forward(Tensor x, Tensor weight, Tensor? bias)
    {
        var y = new Tensor(x.Images, weight.Images);
        foreach ((int n, int o, _, _) in y.Indices)
        {
            double sum = bias is null ? 0 : bias[0, o];
            for (int i = 0; i < weight.Channels; i++) sum += weight[o, i] * x[n, i];
            y[n, o] = sum;
        }

        return y;
    }

    /// <summary>dy N×O → dx N×I, dw O×I, db 1×O.</summary>
    public static (Tensor Input, Tensor Weight, Tensor Bias) Backward(Tensor x, Tensor weight, Tensor dy)
    {
        (Tensor dx, Tensor dw, Tensor db) = (x.Like(), weight.Like(), new Tensor(1, weight.Images));
        foreach ((int n, int o, _, _) in dy.Indices)
        {
            db[0, o] += dy[n, o];
            for (int i = 0; i < weight.Channels; i++)
            {
                dw[o, i] += dy[n, o] * x[n, i];
                dx[n, i] += dy[n, o] * weight[o, i];
            }
        }

        return (dx, dw, db);
    }
}
