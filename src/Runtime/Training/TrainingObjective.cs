namespace NetGen;

/// <summary>
/// What a training step makes small: the loss of the network's own results, plus that of each result which exists in training only
/// times its weight, all against the same labels or targets.
/// </summary>
/// <param name="info">The network.</param>
/// <param name="batchSize">The largest batch.</param>
internal sealed class TrainingObjective(NetworkInfo info, int batchSize)
{
    private readonly TensorInfo[] _auxiliary = [.. info.Outputs.Where(output => output.IsAuxiliary)];
    private readonly float[] _results = HasAuxiliary(info) ? new float[LargestResult(info) * batchSize] : [];
    private readonly float[] _gradient = HasAuxiliary(info) ? new float[LargestResult(info) * batchSize] : [];

    /// <summary>Computes the objective of the batch that was read.</summary>
    /// <param name="reader">Knows the labels or targets.</param>
    /// <param name="results">Of a forward pass: for each image all results, the auxiliary ones behind the network's own.</param>
    /// <param name="gradient">Takes the objective's derivative by each of them.</param>
    /// <param name="total">The objective.</param>
    /// <returns>The loss of the network's own results, as an evaluation gives it.</returns>
    public LossResult Compute(BatchReader reader, ReadOnlySpan<float> results, Span<float> gradient, out double total)
    {
        if (_auxiliary.Length == 0)
        {
            LossResult only = reader.Compute(results, gradient);
            total = only.Mean;
            return only;
        }

        LossResult own = ComputePart(reader, results, gradient, 0, info.OutputShape.Length, 1);
        total = own.Mean;
        foreach (TensorInfo output in _auxiliary)
        {
            float weight = output.AuxiliaryWeight!.Value;
            total += weight * ComputePart(reader, results, gradient, output.Offset, output.Shape.Length, weight).Mean;
        }

        return own;
    }

    private static bool HasAuxiliary(NetworkInfo info) => info.Outputs.Any(output => output.IsAuxiliary);

    private static int LargestResult(NetworkInfo info) =>
        Math.Max(info.OutputShape.Length, info.Outputs.Max(output => output.Shape.Length));

    /// <summary>The values of one result lie apart, image by image; the loss wants them one after the other.</summary>
    private LossResult ComputePart(
        BatchReader reader, ReadOnlySpan<float> results, Span<float> gradient, int offset, int length, float weight)
    {
        int stride = info.TrainingOutputLength;
        for (int image = 0; image < reader.Count; image++)
        {
            results.Slice((image * stride) + offset, length).CopyTo(_results.AsSpan(image * length));
        }

        Span<float> partGradient = _gradient.AsSpan(0, reader.Count * length);
        LossResult part = reader.Compute(_results.AsSpan(0, reader.Count * length), partGradient);
        for (int image = 0; image < reader.Count; image++)
        {
            for (int i = 0; i < length; i++)
            {
                gradient[(image * stride) + offset + i] = weight * partGradient[(image * length) + i];
            }
        }

        return part;
    }
}
