namespace NetGen.Runtime;

/// <content>The self-check.</content>
public sealed unsafe partial class NetworkState
{
    /// <summary>
    /// Single precision rounds to 6·10⁻⁸; sums in another order and fused multiply-adds differ by some hundred times that in deep
    /// networks. A wrong kernel is off by orders of magnitude more.
    /// </summary>
    private const float VerificationTolerance = 1e-4f;

    private const int VerificationImages = 4;
    private const ulong VerificationSeed = 20;

    /// <summary>Runs this processor's code and the 128-bit code on the same random images and compares the results.</summary>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public VerificationResult Verify()
    {
        float[] input = VerificationInput(VerificationImages * _inputLength);
        var actual = new float[VerificationImages * _outputLength];
        var expected = new float[actual.Length];
        Predict(input, actual);
        using (NetworkState reference = new(Info, _createPlan, new NetworkOptions { Path = CodePath.Vector128, Threads = 1 }))
        {
            for (int i = 0; i < Parameters.Count; i++)
            {
                reference.Parameters[i].SetValues(Parameters[i].Values);
            }

            reference.Predict(input, expected);
        }

        float error = RelativeError(actual, expected);
        return new VerificationResult(Path, error, error <= VerificationTolerance);
    }

    private static float[] VerificationInput(int length)
    {
        var random = new SplitMix64(VerificationSeed);
        var input = new float[length];
        for (int i = 0; i < length; i++)
        {
            input[i] = (float)NormalDistribution.Sample(ref random);
        }

        return input;
    }

    /// <summary>The largest difference over the largest expected value; infinite where a value is not a number.</summary>
    private static float RelativeError(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        float difference = 0, largest = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            if (!float.IsFinite(actual[i]) || !float.IsFinite(expected[i]))
            {
                return float.PositiveInfinity;
            }

            difference = Math.Max(difference, Math.Abs(actual[i] - expected[i]));
            largest = Math.Max(largest, Math.Abs(expected[i]));
        }

        return difference == 0 ? 0 : difference / Math.Max(largest, float.Epsilon);
    }
}
