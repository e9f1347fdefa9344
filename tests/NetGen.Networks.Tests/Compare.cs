namespace NetGen.Networks.Tests;

/// <summary>Compares tensors.</summary>
internal static class Compare
{
    /// <summary>Each element is right to a fraction of the tensor's largest element, or of a larger scale that is given.</summary>
    public static void Close(
        ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance, string name, double scale = 0)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (float value in expected) scale = Math.Max(scale, Math.Abs(value));
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs((double)actual[i] - expected[i]);
            Assert.True(
                error <= tolerance * scale,
                $"{name}[{i}] is {actual[i]:R} instead of {expected[i]:R}: {error / scale:E1} of the largest, {scale:G4}.");
        }
    }

    /// <summary>All parameters of two networks have the same bits.</summary>
    public static void SameBits(ParameterSet expected, ParameterSet actual)
    {
        foreach (Parameter parameter in expected)
        {
            Assert.True(
                System.Runtime.InteropServices.MemoryMarshal.AsBytes(parameter.Values)
                    .SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(actual[parameter.Name].Values)),
                $"{parameter.Name} differs.");
        }
    }
}
