using System;

namespace NetGen.Generator.Graph;

/// <summary>How a parameter begins.</summary>
/// <param name="Kind">The distribution.</param>
/// <param name="Scale">The gain, σ, bound or value, by kind; NaN in a declaration that leaves it open.</param>
internal sealed record Initialization(InitializerKind Kind, double Scale)
{
    /// <summary>What a role begins with unless something else is declared.</summary>
    public static Initialization Of(ParameterRole role) => role switch
    {
        ParameterRole.Weight => new(InitializerKind.KaimingNormal, Math.Sqrt(2)),
        ParameterRole.Scale or ParameterRole.RunningVariance => new(InitializerKind.Constant, 1),
        ParameterRole.Slope => new(InitializerKind.Constant, 0.25),
        _ => new(InitializerKind.Zeros, 0),
    };

    /// <summary>What is wrong with the declarations of a layer's weights and bias, or null.</summary>
    public static ShapeError? Check(string kind, Initialization? weight, Initialization? bias)
    {
        if (bias is not null && NeedsMatrix(bias.Kind))
        {
            return new ShapeError(
                ShapeRule.Range, "BiasInit", $"{kind}: BiasInit must not be {bias.Kind}, which is for weights: a bias has no fan-in of its own");
        }

        return CheckOne(kind, "WeightInit", weight) ?? CheckOne(kind, "BiasInit", bias);
    }

    /// <summary>The same with a number where it was left open.</summary>
    /// <param name="gain">Of what follows the layer.</param>
    public Initialization Close(double gain) => !double.IsNaN(Scale) ? this : this with
    {
        Scale = Kind switch
        {
            InitializerKind.KaimingNormal or InitializerKind.KaimingUniform => gain,
            InitializerKind.KaimingNormalFanOut or InitializerKind.KaimingUniformFanOut => gain,
            InitializerKind.TruncatedNormal or InitializerKind.Normal or InitializerKind.Uniform => 0.01,
            InitializerKind.XavierNormal or InitializerKind.XavierUniform => 1,
            _ => 0,
        },
    };

    private static bool NeedsMatrix(InitializerKind kind) => kind is >= InitializerKind.KaimingNormal and <= InitializerKind.XavierUniform;

    private static ShapeError? CheckOne(string kind, string argument, Initialization? declared)
    {
        if (declared is null) return null;
        if (!Enum.IsDefined(typeof(InitializerKind), declared.Kind))
            return new ShapeError(ShapeRule.Range, argument, Sentence.Of($"{kind}: {argument} must be a member of Init, but is {(int)declared.Kind}"));
        bool right = double.IsNaN(declared.Scale) || (!double.IsInfinity(declared.Scale) && (declared.Scale >= 0 || declared.Kind == InitializerKind.Constant));
        string range = declared.Kind == InitializerKind.Constant ? "finite" : "finite and not negative";
        return right ? null : new ShapeError(
            ShapeRule.Range, argument + "Scale", Sentence.Of($"{kind}: {argument}Scale must be {range}, but is {declared.Scale}"));
    }
}

/// <summary>The kinds of initial values; named and numbered as the enumerations of the attributes and of the runtime.</summary>
internal enum InitializerKind
{
    /// <summary>Normal, σ = gain / √fan-in.</summary>
    KaimingNormal,

    /// <summary>Uniform within gain·√(3 / fan-in).</summary>
    KaimingUniform,

    /// <summary>Normal, σ = gain / √fan-out.</summary>
    KaimingNormalFanOut,

    /// <summary>Uniform within gain·√(3 / fan-out).</summary>
    KaimingUniformFanOut,

    /// <summary>Normal, σ = gain·√(2 / (fan-in + fan-out)).</summary>
    XavierNormal,

    /// <summary>Uniform within gain·√(6 / (fan-in + fan-out)).</summary>
    XavierUniform,

    /// <summary>Normal with σ, drawn again beyond 2σ.</summary>
    TruncatedNormal,

    /// <summary>Normal with σ.</summary>
    Normal,

    /// <summary>Uniform within a bound.</summary>
    Uniform,

    /// <summary>One value.</summary>
    Constant,

    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>Uniform within 1 / √fan-in.</summary>
    PyTorchDefault,
}
