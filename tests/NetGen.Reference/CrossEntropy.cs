namespace NetGen.Reference;

/// <summary>−log softmax(logits)[label], the mean over the batch.</summary>
public static class CrossEntropy
{
    /// <summary>logits N×C, labels N → the loss.</summary>
    public static double Forward(Tensor logits, ReadOnlySpan<int> labels)
    {
        double sum = 0;
        for (int n = 0; n < logits.Images; n++)
        {
            double largest = double.NegativeInfinity, total = 0;
            for (int c = 0; c < logits.Channels; c++) largest = Math.Max(largest, logits[n, c]);
            for (int c = 0; c < logits.Channels; c++) total += Math.Exp(logits[n, c] - largest);
            sum += largest + Math.Log(total) - logits[n, labels[n]];
        }

        return sum / logits.Images;
    }

    /// <summary>logits N×C, labels N → the gradient by the logits, N×C: (softmax − one-hot) / N.</summary>
    public static Tensor Backward(Tensor logits, ReadOnlySpan<int> labels)
    {
        Tensor gradient = Softmax.Forward(logits);
        for (int n = 0; n < logits.Images; n++) gradient[n, labels[n]] -= 1;
        return gradient.Map(value => value / logits.Images);
    }
}
