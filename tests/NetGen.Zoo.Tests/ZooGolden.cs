namespace NetGen.Zoo.Tests;

/// <summary>What PyTorch computed for a network of the zoo, see tests/zoo/make_zoo_golden.py.</summary>
internal static class ZooGolden
{
    /// <summary>Images that both sides make by a hash.</summary>
    public static float[] Images(NetworkInfo info, int attempt, int count) =>
        PortableNumbers.Uniform($"{info.Name}.{attempt}", count * info.InputShape.Length);

    /// <summary>Sets the parameters that PyTorch had, the scales of normalisations in residual branches multiplied with a gain.</summary>
    public static void Initialize(NetworkInfo info, ParameterSet parameters, float gain)
    {
        PortableNumbers.Initialize(info, parameters);
        foreach (Parameter parameter in parameters.Where(parameter => parameter.Role == ParameterRole.Scale && IsResidual(parameter.Name)))
        {
            foreach (ref float value in parameter.EditValues()) value *= gain;
        }
    }

    /// <summary>Every so-many-th element of a tensor, an odd step, at most so many.</summary>
    public static float[] Sample(ReadOnlySpan<float> tensor, int most)
    {
        int step = ((tensor.Length + most - 1) / most) | 1;
        var sample = new List<float>();
        for (int i = 0; i < tensor.Length; i += step) sample.Add(tensor[i]);
        return [.. sample];
    }

    private static bool IsResidual(string name) =>
        name.Contains(".residual.", StringComparison.Ordinal) || name.Contains(".bottleneck.", StringComparison.Ordinal);
}
