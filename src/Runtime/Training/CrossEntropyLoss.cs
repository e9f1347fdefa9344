namespace NetGen;

/// <summary>
/// Softmax cross-entropy on logits, the mean over the batch, as torch.nn.CrossEntropyLoss: −log softmax(x)[label]. The
/// network must end in its logits, without a Softmax of its own.
/// </summary>
public sealed class CrossEntropyLoss : Loss
{
    /// <inheritdoc/>
    public override LossResult Compute(ReadOnlySpan<float> results, ReadOnlySpan<int> labels, Span<float> gradient)
    {
        int classes = CheckShapes(results, labels, gradient);
        double sum = 0;
        int correct = 0;
        for (int image = 0; image < labels.Length; image++)
        {
            ReadOnlySpan<float> logits = results.Slice(image * classes, classes);
            int label = labels[image];
            int largest = IndexOfLargest(logits);
            double logSum = LogSumExp(logits, logits[largest]);
            sum += logSum - logits[label];
            correct += largest == label ? 1 : 0;
            if (!gradient.IsEmpty)
            {
                WriteGradient(logits, logSum, label, 1.0 / labels.Length, gradient.Slice(image * classes, classes));
            }
        }

        return new LossResult(sum / labels.Length, correct);
    }

    /// <summary>log Σ exp(x) = m + log Σ exp(x − m); with m the largest, nothing overflows.</summary>
    private static double LogSumExp(ReadOnlySpan<float> logits, double largest)
    {
        double sum = 0;
        foreach (float logit in logits)
        {
            sum += Math.Exp(logit - largest);
        }

        return largest + Math.Log(sum);
    }

    /// <summary>d loss / d x = (softmax(x) − onehot(label)) / N.</summary>
    private static void WriteGradient(ReadOnlySpan<float> logits, double logSum, int label, double scale, Span<float> gradient)
    {
        for (int i = 0; i < logits.Length; i++)
        {
            gradient[i] = (float)((Math.Exp(logits[i] - logSum) - (i == label ? 1 : 0)) * scale);
        }
    }

    /// <summary>The first of the largest.</summary>
    private static int IndexOfLargest(ReadOnlySpan<float> values)
    {
        int largest = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[largest])
            {
                largest = i;
            }
        }

        return largest;
    }

    private static int CheckShapes(ReadOnlySpan<float> results, ReadOnlySpan<int> labels, Span<float> gradient)
    {
        if (labels.IsEmpty)
        {
            throw new ArgumentException("A batch has at least one label; none came.", nameof(labels));
        }

        int classes = results.Length / labels.Length;
        if (classes == 0 || classes * labels.Length != results.Length)
        {
            throw new ArgumentException($"{results.Length} results cannot be shared out among {labels.Length} labels.", nameof(results));
        }

        if (!gradient.IsEmpty && gradient.Length != results.Length)
        {
            throw new ArgumentException($"The gradient must be empty or have {results.Length} values like the results; it has {gradient.Length}.", nameof(gradient));
        }

        foreach (int label in labels)
        {
            if ((uint)label >= (uint)classes)
            {
                throw new ArgumentException($"Label {label} is none of the {classes} classes, 0 to {classes - 1}.", nameof(labels));
            }
        }

        return classes;
    }
}
