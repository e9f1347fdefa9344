namespace NetGen.Networks.Tests;

/// <summary>Mean softmax cross-entropy in double precision.</summary>
internal static class CrossEntropy
{
    /// <summary>The loss of a batch, and its derivative by each output.</summary>
    public static (double Loss, float[] Gradient) Of(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels)
    {
        int batch = labels.Length, classes = outputs.Length / batch;
        var gradient = new float[outputs.Length];
        double loss = 0;
        for (int image = 0; image < batch; image++)
        {
            ReadOnlySpan<float> row = outputs.Slice(image * classes, classes);
            double sum = 0;
            foreach (float output in row) sum += Math.Exp(output);
            loss += (Math.Log(sum) - row[labels[image]]) / batch;
            for (int i = 0; i < classes; i++)
            {
                double wanted = i == labels[image] ? 1 : 0;
                gradient[(image * classes) + i] = (float)(((Math.Exp(row[i]) / sum) - wanted) / batch);
            }
        }

        return (loss, gradient);
    }
}
