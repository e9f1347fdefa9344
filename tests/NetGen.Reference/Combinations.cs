namespace NetGen.Reference;

/// <summary>Sums and products of tensors of one shape; an operand N×C×1×1 has one value for each channel.</summary>
public static class Combinations
{
    /// <summary>The sum, of the largest operand's shape.</summary>
    public static Tensor Add(IReadOnlyList<Tensor> operands) => Join(operands, (sum, value) => sum + value);

    /// <summary>dy → the gradient by each operand: dy, summed over pixels where the operand has none.</summary>
    public static Tensor[] AddBackward(IReadOnlyList<Tensor> operands, Tensor dy) => [.. operands.Select(operand => Reduce(operand, dy))];

    /// <summary>The product, of the largest operand's shape.</summary>
    public static Tensor Multiply(IReadOnlyList<Tensor> operands) => Join(operands, (product, value) => product * value);

    /// <summary>dy → the gradient by each operand: dy times all others.</summary>
    public static Tensor[] MultiplyBackward(IReadOnlyList<Tensor> operands, Tensor dy) =>
    [
        .. operands.Select((operand, index) => Reduce(operand, Multiply([dy, .. operands.Where((_, other) => other != index)]))),
    ];

    private static Tensor Join(IReadOnlyList<Tensor> operands, Func<double, double, double> function)
    {
        Tensor result = operands.MaxBy(operand => operand.Pixels)!.Like();
        foreach ((int n, int c, int row, int column) in result.Indices)
            result[n, c, row, column] = operands.Select(operand => At(operand, result, n, c, row, column)).Aggregate(function);
        return result;
    }

    private static double At(Tensor operand, Tensor result, int n, int c, int row, int column) =>
        operand.Pixels == result.Pixels ? operand[n, c, row, column] : operand[n, c];

    private static Tensor Reduce(Tensor operand, Tensor dy)
    {
        if (operand.Pixels == dy.Pixels)
        {
            Tensor same = operand.Like();
            dy.Values.CopyTo(same.Values);
            return same;
        }

        Tensor sums = operand.Like();
        foreach ((int n, int c, int row, int column) in dy.Indices) sums[n, c] += dy[n, c, row, column];
        return sums;
    }
}
