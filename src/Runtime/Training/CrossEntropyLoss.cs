namespace NetGen;

/// <summary>
/// Softmax cross-entropy on logits, the mean over the batch, as torch.nn.CrossEntropyLoss: −log softmax(x)[label]. The
/// network must end in its logits, without a Softmax of its own.
/// </summary>
/// <example><code>
/// var loss = new CrossEntropyLoss { LabelSmoothing = 0.1, ClassWeights = [1, 5] };
/// </code></example>
public sealed class CrossEntropyLoss : LabelLoss
{
    private readonly double _labelSmoothing;
    private readonly float[]? _classWeights;

    /// <summary>
    /// The part of each label that is shared out evenly among all classes, its own too, in [0, 1]; 0 by default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside.</exception>
    public double LabelSmoothing
    {
        get => _labelSmoothing;
        init => _labelSmoothing = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(LabelSmoothing), value, "Must be in [0, 1].");
    }

    /// <summary>
    /// A factor for the loss of each class; the mean is then divided by the sum of the batch's labels' factors. Null, the
    /// default, weighs all alike.
    /// </summary>
    /// <exception cref="ArgumentException">A factor is negative or not finite.</exception>
    public IReadOnlyList<float>? ClassWeights
    {
        get => _classWeights;
        init
        {
            if (value is not null && value.Any(weight => !(weight >= 0 && float.IsFinite(weight))))
            {
                throw new ArgumentException($"Class weights must be finite and not negative, but came as {string.Join(", ", value)}.", nameof(ClassWeights));
            }

            _classWeights = value is null ? null : [.. value];
        }
    }

    /// <inheritdoc/>
    public override LossResult Compute(ReadOnlySpan<float> results, ReadOnlySpan<int> labels, Span<float> gradient)
    {
        int classes = CheckShapes(results, labels, gradient);
        double total = TotalWeight(labels);
        double sum = 0;
        int correct = 0;
        for (int image = 0; image < labels.Length; image++)
        {
            ReadOnlySpan<float> logits = results.Slice(image * classes, classes);
            int label = labels[image];
            int largest = IndexOfLargest(logits);
            double logSum = LogSumExp(logits, logits[largest]);
            sum += LossOf(logits, logSum, label);
            correct += largest == label ? 1 : 0;
            if (!gradient.IsEmpty)
            {
                WriteGradient(logits, logSum, label, 1.0 / total, gradient.Slice(image * classes, classes));
            }
        }

        return new LossResult(sum / total, correct) { Weight = _classWeights is null ? null : total };
    }

    private double WeightOf(int label) => _classWeights is null ? 1 : _classWeights[label];

    private double TotalWeight(ReadOnlySpan<int> labels)
    {
        double total = 0;
        foreach (int label in labels)
        {
            total += WeightOf(label);
        }

        return total;
    }

    /// <summary>How much of the loss stands at a class that is not the label, and adds to it at the label.</summary>
    private double Smoothed(int i, int classes) => _labelSmoothing == 0 ? 0 : _labelSmoothing / classes * WeightOf(i);

    /// <summary>(1 − ε)·w[label]·(−log p[label]) + Σ ε/C·w[i]·(−log p[i]).</summary>
    private double LossOf(ReadOnlySpan<float> logits, double logSum, int label)
    {
        double loss = (1 - _labelSmoothing) * WeightOf(label) * (logSum - logits[label]);
        for (int i = 0; _labelSmoothing > 0 && i < logits.Length; i++)
        {
            loss += Smoothed(i, logits.Length) * (logSum - logits[i]);
        }

        return loss;
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

    /// <summary>With the loss Σ t·(−log p): d loss / d x = (softmax(x)·Σ t − t) · scale.</summary>
    private void WriteGradient(ReadOnlySpan<float> logits, double logSum, int label, double scale, Span<float> gradient)
    {
        double own = (1 - _labelSmoothing) * WeightOf(label), sum = own;
        for (int i = 0; _labelSmoothing > 0 && i < logits.Length; i++)
        {
            sum += Smoothed(i, logits.Length);
        }

        for (int i = 0; i < logits.Length; i++)
        {
            double target = (i == label ? own : 0) + Smoothed(i, logits.Length);
            gradient[i] = (float)(((Math.Exp(logits[i] - logSum) * sum) - target) * scale);
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

    private int CheckShapes(ReadOnlySpan<float> results, ReadOnlySpan<int> labels, Span<float> gradient)
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

        CheckGradient(results, gradient);
        if (_classWeights is not null && _classWeights.Length != classes)
        {
            throw new ArgumentException($"{nameof(ClassWeights)} has {_classWeights.Length} weights for {classes} results of each image.", nameof(results));
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
