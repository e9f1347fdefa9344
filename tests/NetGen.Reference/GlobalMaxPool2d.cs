namespace NetGen.Reference;

/// <summary>The largest value of each channel; of equal values the first, and a NaN always.</summary>
public static class GlobalMaxPool2d
{
    /// <summary>x N×C×H×W → y N×C.</summary>
    public static Tensor Forward(Tensor x) => Flat(MaxPool2d.Forward(x, All(x)), x);

    /// <summary>dy N×C → dx N×C×H×W.</summary>
    public static Tensor Backward(Tensor x, Tensor dy)
    {
        var gradient = new Tensor(x.Images, x.Channels);
        dy.Values.CopyTo(gradient.Values);
        return MaxPool2d.Backward(x, gradient, All(x));
    }

    private static Window All(Tensor x) => new(x.Height, x.Width) { KernelDepth = x.Depth };

    private static Tensor Flat(Tensor y, Tensor x)
    {
        var flat = new Tensor(x.Images, x.Channels);
        y.Values.CopyTo(flat.Values);
        return flat;
    }
}
