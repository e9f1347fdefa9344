namespace NetGen.Zoo.Tests;

/// <summary>
/// The mean softmax cross-entropy of a network's result, and that of each auxiliary result times its weight, with the labels
/// of make_zoo_golden.py.
/// </summary>
internal sealed class ZooLoss
{
    public ZooLoss(NetworkInfo info, ReadOnlySpan<float> outputs, int batch)
    {
        int stride = info.TrainingOutputLength;
        Results = new float[info.Outputs.Count][];
        Gradient = new float[outputs.Length];
        int[] labels = [.. Enumerable.Range(0, batch).Select(i => ((7 * i) + 3) % info.OutputShape.Length)];
        for (int i = 0; i < Results.Length; i++)
        {
            TensorInfo result = info.Outputs[i];
            int length = result.Shape.Length;
            Results[i] = new float[batch * length];
            for (int image = 0; image < batch; image++)
            {
                outputs.Slice((image * stride) + result.Offset, length).CopyTo(Results[i].AsSpan(image * length));
            }

            (_, float[] gradient) = CrossEntropy.Of(Results[i], labels);
            for (int j = 0; j < gradient.Length; j++)
            {
                Gradient[(j / length * stride) + result.Offset + (j % length)] = gradient[j] * (result.AuxiliaryWeight ?? 1);
            }
        }
    }

    /// <summary>Each result, one image after the other.</summary>
    public float[][] Results { get; }

    /// <summary>The loss's derivative by every value that the forward pass gave.</summary>
    public float[] Gradient { get; }
}
