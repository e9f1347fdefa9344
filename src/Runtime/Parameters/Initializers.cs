using NetGen.Runtime;

namespace NetGen;

/// <summary>
/// Initial values of parameters. A value depends on the seed, the parameter's name and its position in it only, so the
/// same seed gives the same bits on every machine, and a layer more elsewhere changes nothing.
/// </summary>
public static class Initializers
{
    /// <summary>Gives every parameter the values that its description asks for, see <see cref="ParameterInfo.Initializer"/>.</summary>
    public static void Initialize(ParameterSet parameters, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (Parameter parameter in parameters)
        {
            Initialize(parameter, seed, parameter.Info.Initializer, parameter.Info.InitializerScale);
        }

        Array.Clear(parameters.NormalizationSteps);
    }

    /// <summary>Gives one parameter initial values.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="seed">Decides random values.</param>
    /// <param name="kind">How they are distributed.</param>
    /// <param name="scale">The gain, σ, bound or value, by kind.</param>
    /// <exception cref="ArgumentException">The kind needs a fan-in or a fan-out, and the parameter has none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not finite, or negative where it must not be, or the kind is none.</exception>
    public static void Initialize(Parameter parameter, ulong seed, InitializerKind kind, double scale)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        switch (kind)
        {
            case InitializerKind.Constant:
                CheckFinite(scale, nameof(scale));
                parameter.EditValues().Fill((float)scale);
                break;
            case InitializerKind.Zeros:
                parameter.EditValues().Clear();
                break;
            case InitializerKind.TruncatedNormal:
                TruncatedNormal(parameter, seed, scale);
                break;
            case InitializerKind.Normal or InitializerKind.KaimingNormal or InitializerKind.KaimingNormalFanOut or InitializerKind.XavierNormal:
                Normal(parameter, seed, StandardDeviation(parameter, kind, scale));
                break;
            default:
                Uniform(parameter, seed, Bound(parameter, kind, scale));
                break;
        }
    }

    /// <summary>Fills a parameter from the normal distribution of mean 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative or not finite.</exception>
    public static void Normal(Parameter parameter, ulong seed, double standardDeviation)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        CheckNotNegative(standardDeviation, nameof(standardDeviation));
        new RandomFill.Normal(KeyOf(parameter, seed), standardDeviation).Run(parameter.Team, parameter.EditValues());
    }

    /// <summary>Fills a parameter from the normal distribution of mean 0, drawn again beyond two standard deviations.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation, that before the cut, is negative or not finite.</exception>
    public static void TruncatedNormal(Parameter parameter, ulong seed, double standardDeviation)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        CheckNotNegative(standardDeviation, nameof(standardDeviation));
        new RandomFill.TruncatedNormal(KeyOf(parameter, seed), standardDeviation).Run(parameter.Team, parameter.EditValues());
    }

    /// <summary>Fills a parameter with numbers between minus a bound and the bound, each equally likely.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is negative or not finite.</exception>
    public static void Uniform(Parameter parameter, ulong seed, double bound)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        CheckNotNegative(bound, nameof(bound));
        new RandomFill.Uniform(KeyOf(parameter, seed), bound).Run(parameter.Team, parameter.EditValues());
    }

    private static double StandardDeviation(Parameter parameter, InitializerKind kind, double scale) => kind switch
    {
        InitializerKind.KaimingNormal => Math.Sqrt(Square(scale) / FanIn(parameter)),
        InitializerKind.KaimingNormalFanOut => Math.Sqrt(Square(scale) / FanOut(parameter)),
        InitializerKind.XavierNormal => scale * Math.Sqrt(2.0 / (FanIn(parameter) + FanOut(parameter))),
        _ => scale,
    };

    private static double Bound(Parameter parameter, InitializerKind kind, double scale) => kind switch
    {
        InitializerKind.KaimingUniform => Math.Sqrt(3 * Square(scale) / FanIn(parameter)),
        InitializerKind.KaimingUniformFanOut => Math.Sqrt(3 * Square(scale) / FanOut(parameter)),
        InitializerKind.XavierUniform => scale * Math.Sqrt(6.0 / (FanIn(parameter) + FanOut(parameter))),
        InitializerKind.PyTorchDefault => 1 / Math.Sqrt(FanIn(parameter)),
        InitializerKind.Uniform => scale,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected a kind of initial values."),
    };

    /// <summary>The square of a gain, rounded so that √2 gives exactly 2, of which no double is the root.</summary>
    private static double Square(double gain)
    {
        CheckNotNegative(gain, nameof(gain));
        return (float)(gain * gain);
    }

    private static double FanIn(Parameter parameter) => parameter.FanIn > 0
        ? parameter.FanIn
        : throw new ArgumentException($"{parameter.Name} has no fan-in, which its initial values are to follow.", nameof(parameter));

    private static double FanOut(Parameter parameter) => parameter.Info.FanOut > 0
        ? parameter.Info.FanOut
        : throw new ArgumentException($"{parameter.Name} has no fan-out, which its initial values are to follow.", nameof(parameter));

    private static void CheckFinite(double value, string name)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, "Must be finite.");
        }
    }

    private static void CheckNotNegative(double value, string name)
    {
        if (!double.IsFinite(value) || value < 0)
        {
            throw new ArgumentOutOfRangeException(name, value, "Must be finite and not negative.");
        }
    }

    /// <summary>One random sequence for each name.</summary>
    private static ulong KeyOf(Parameter parameter, ulong seed) => SplitMix64.Combine(seed, HashName(parameter.Name));

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
