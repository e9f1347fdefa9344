namespace NetGen.Reference;

/// <summary>Tensors joined along the channels.</summary>
public static class Concat
{
    /// <summary>N×Cᵢ×H×W → N×ΣCᵢ×H×W.</summary>
    public static Tensor Forward(IReadOnlyList<Tensor> operands)
    {
        Tensor first = operands[0];
        var y = new Tensor(first.Images, operands.Sum(operand => operand.Channels), first.Height, first.Width, first.Depth);
        int channel = 0;
        foreach (Tensor operand in operands)
        {
            foreach ((int n, int c, int row, int column) in operand.Indices) y[n, channel + c, row, column] = operand[n, c, row, column];
            channel += operand.Channels;
        }

        return y;
    }

    /// <summary>dy N×ΣCᵢ×H×W → N×Cᵢ×H×W.</summary>
    public static Tensor[] Backward(IReadOnlyList<Tensor> operands, Tensor dy)
    {
        Tensor[] gradients = [.. operands.Select(operand => operand.Like())];
        int channel = 0;
        foreach (Tensor gradient in gradients)
        {
            foreach ((int n, int c, int row, int column) in gradient.Indices) gradient[n, c, row, column] = dy[n, channel + c, row, column];
            channel += gradient.Channels;
        }

        return gradients;
    }
}
