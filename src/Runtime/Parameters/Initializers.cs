using NetGen.Runtime;

namespace NetGen;

/// <summary>
/// Initial values of parameters. A value depends on the seed, the parameter's name and its position in it only, so the
/// same seed gives the same bits on every machine, and a layer more elsewhere changes nothing.
/// </summary>
public static class Initializers
{
    /// <summary>
    /// Weights as He et al. for ReLU networks: normal with variance 2 / fan-in; biases and shifts 0, scales 1, running means 0 and
    /// running variances 1.
    /// </summary>
    public static void KaimingNormal(ParameterSet parameters, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (Parameter parameter in parameters)
        {
            KaimingNormal(parameter, seed);
        }

        Array.Clear(parameters.NormalizationSteps);
    }

    /// <summary>The same for one parameter.</summary>
    public static void KaimingNormal(Parameter parameter, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        switch (parameter.Role)
        {
            case ParameterRole.Weight:
                Normal(parameter, seed, Math.Sqrt(2.0 / Math.Max(parameter.FanIn, 1)));
                break;
            case ParameterRole.Scale or ParameterRole.RunningVariance:
                parameter.EditValues().Fill(1);
                break;
            default:
                parameter.EditValues().Clear();
                break;
        }
    }

    /// <summary>Fills a parameter from the normal distribution of mean 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative or not finite.</exception>
    public static void Normal(Parameter parameter, ulong seed, double standardDeviation)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (!double.IsFinite(standardDeviation) || standardDeviation < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(standardDeviation), standardDeviation, "Must be finite and not negative.");
        }

        ulong key = SplitMix64.Combine(seed, HashName(parameter.Name));
        Span<float> values = parameter.EditValues();
        for (int i = 0; i < values.Length; i += 2)
        {
            var random = new SplitMix64(SplitMix64.Combine(key, (ulong)i));
            (double first, double second) = NormalDistribution.SamplePair(ref random);
            values[i] = (float)(standardDeviation * first);
            if (i + 1 < values.Length)
            {
                values[i + 1] = (float)(standardDeviation * second);
            }
        }
    }

    /// <summary>FNV-1a over the UTF-16 code units; string.GetHashCode differs from run to run.</summary>
    private static ulong HashName(string name)
    {
        ulong hash = 14695981039346656037;
        foreach (char character in name)
        {
            hash = (hash ^ character) * 1099511628211;
        }

        return hash;
    }
}
