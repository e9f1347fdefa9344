namespace NetGen.Reference;

/// <summary>Zeros around an image; a negative number cuts rows or columns off.</summary>
public static class ZeroPad2d
{
    /// <summary>x N×C×H×W → y N×C×(top + H + bottom)×(left + W + right).</summary>
    public static Tensor Forward(Tensor x, int top, int left, int bottom, int right)
    {
        var y = new Tensor(x.Images, x.Channels, x.Height + top + bottom, x.Width + left + right);
        Move(x, y, top, left);
        return y;
    }

    /// <summary>dy → dx N×C×H×W.</summary>
    public static Tensor Backward(Tensor x, Tensor dy, int top, int left)
    {
        Tensor dx = x.Like();
        Move(dy, dx, -top, -left);
        return dx;
    }

    private static void Move(Tensor source, Tensor target, int top, int left)
    {
        foreach ((int n, int c, int row, int column) in source.Indices)
        {
            (int r, int q) = (row + top, column + left);
            if (r >= 0 && r < target.Height && q >= 0 && q < target.Width) target[n, c, r, q] = source[n, c, row, column];
        }
    }
}
