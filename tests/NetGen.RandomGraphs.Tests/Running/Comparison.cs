using System.Globalization;
using NetGen.RandomGraphs.Tests.Oracle;

namespace NetGen.RandomGraphs.Tests.Running;

/// <summary>Compares what one network computed in one setting; a failure says all that it takes to see it again.</summary>
internal sealed class Comparison(RandomNetwork network, CodePath path, int threads)
{
    /// <summary>Results, which follow each other image by image.</summary>
    public void Outputs(string pass, ReadOnlySpan<float> actual, Tensor[] expected)
    {
        int perImage = expected.Sum(tensor => tensor.Channels * tensor.Pixels), offset = 0;
        if (actual.Length != perImage * NetworkValues.Batch) Fail($"{pass}: {actual.Length} values instead of {perImage * NetworkValues.Batch}");
        for (int result = 0; result < expected.Length; result++)
        {
            int length = expected[result].Channels * expected[result].Pixels;
            float[] values = new float[expected[result].Values.Length];
            for (int image = 0; image < NetworkValues.Batch; image++)
                actual.Slice((image * perImage) + offset, length).CopyTo(values.AsSpan(image * length));
            Close($"{pass}, result {result} {expected[result]}", values, expected[result], Trial.OutputTolerance, Pass.Largest(expected[result]));
            offset += length;
        }
    }

    public void Statistic(string name, ReadOnlySpan<float> actual, Tensor expected) =>
        Close(name, actual, expected, Trial.OutputTolerance, Pass.Largest(expected));

    public void Gradient(string name, ReadOnlySpan<float> actual, GradientTensor expected) =>
        Close("gradient by " + name, actual, expected.Value, Trial.GradientTolerance, expected.Scale);

    /// <summary>The same bits.</summary>
    public void Same(string what, ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        if (!actual.SequenceEqual(expected)) Fail($"{what} differs from the first time");
    }

    /// <summary>The same names in any order.</summary>
    public void Names(IEnumerable<string> actual, IEnumerable<string> expected)
    {
        string[] missing = [.. actual.Except(expected)], more = [.. expected.Except(actual)];
        if (missing.Length + more.Length > 0) Fail($"the oracle lacks gradients by [{string.Join(", ", missing)}], the network by [{string.Join(", ", more)}]");
    }

    private void Close(string tensor, ReadOnlySpan<float> actual, Tensor expected, double tolerance, double scale)
    {
        if (actual.Length != expected.Values.Length) Fail($"{tensor}: {actual.Length} values instead of {expected.Values.Length}");
        double worst = 0;
        int at = -1, wrong = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            double difference = Math.Abs(actual[i] - expected.Values[i]);
            if (difference <= tolerance * scale) continue;
            wrong++;
            if (at >= 0 && difference <= worst) continue;
            (worst, at) = (difference, i);
        }

        if (wrong > 0)
            Fail(string.Create(CultureInfo.InvariantCulture, $"{tensor}, element {at}: {actual[at]:G7} instead of {expected.Values[at]:G7}; {wrong} of {actual.Length} elements are more than {tolerance} of {scale:G4} off"));
    }

    private void Fail(string message) => Assert.Fail($"{message}\non {path} with {threads} threads, {network}\n{network.Describe()}");
}
