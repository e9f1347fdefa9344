namespace NetGen.Networks.Tests;

/// <summary>The numbers that make_golden.py makes as well, bit for bit: a hash of a name and an index.</summary>
internal static class PortableNumbers
{
    /// <summary>Numbers in [−1, 1): FNV-1a of the name, then the finaliser of MurmurHash3.</summary>
    public static float[] Uniform(string name, int count)
    {
        uint seed = 2166136261;
        foreach (char letter in name) seed = unchecked((seed ^ letter) * 16777619);
        var numbers = new float[count];
        for (uint i = 0; i < count; i++)
        {
            uint h = unchecked((i * 0x9E3779B9) + seed);
            h = unchecked((h ^ (h >> 16)) * 0x85EBCA6B);
            h = unchecked((h ^ (h >> 13)) * 0xC2B2AE35);
            h ^= h >> 16;
            numbers[i] = ((h >> 8) * (1f / (1 << 23))) - 1;
        }

        return numbers;
    }

    /// <summary>Sets all parameters and running statistics to the values that PyTorch had.</summary>
    public static void Initialize(NetworkInfo info, ParameterSet parameters)
    {
        foreach (Parameter parameter in parameters)
        {
            float[] values = Uniform($"{info.Name}.{parameter.Name}", parameter.Length);
            (float start, float scale) = Range(parameter);
            for (int i = 0; i < values.Length; i++)
            {
                float scaled = scale * values[i];
                values[i] = start + scaled;
            }

            parameter.SetValues(values);
        }
    }

    private static (float Start, float Scale) Range(Parameter parameter) => parameter.Role switch
    {
        ParameterRole.Weight => (0, (float)Math.Sqrt(6.0 / (parameter.Length / parameter.Shape[0]))),
        ParameterRole.Bias => (0, 0.125f),
        ParameterRole.Scale => (1, 0.25f),
        ParameterRole.Slope => (0.25f, 0.25f),
        ParameterRole.RunningVariance => (1, 0.5f),
        _ => (0, 0.25f),
    };
}
