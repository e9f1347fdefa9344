using System;
using System.Collections.Generic;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// Activation functions as expressions, for kernels of their own and for the epilogues of others. The table below is the only place
/// in the kernels that names them.
/// </summary>
internal static class ActivationText
{
    private const float SeluScale = 1.05070099f, SeluAlpha = 1.75809934f;

    /// <summary>2·√(2/π) and that times 0.044715: GELU's approximation is x·sigmoid of a cubic.</summary>
    private const float GeluLinear = 1.59576912f, GeluCubic = 0.0713548162f;

    private static readonly VectorMathKernel _math = new();

    private static readonly Dictionary<ActivationFunction, ActivationRule> _rules = new()
    {
        [ActivationFunction.Identity] = new(t => t.V, t => t.G, Reads: ""),
        [ActivationFunction.ReLU] = new(
            t => t.Max(t.Zero, t.V),
            t => t.Without(t.G, t.AtMost(t.V, t.Zero)), Reads: "y"),
        [ActivationFunction.ReLU6] = new(
            t => t.Min(t.Constant(6), t.Max(t.Zero, t.V)),
            t => t.Without(t.G, $"({t.AtMost(t.V, t.Zero)} | {t.AtLeast(t.V, t.Constant(6))})"), Reads: "y"),
        [ActivationFunction.LeakyReLU] = new(
            t => t.Slope is > 0 and <= 1
                ? t.Max($"{t.V} * {t.Constant(t.Slope)}", t.V)
                : t.Select(t.Above(t.V, t.Zero), t.V, $"{t.V} * {t.Constant(t.Slope)}"),
            t => t.Select(t.Above(t.V, t.Zero), t.G, $"{t.G} * {t.Constant(t.Slope)}"), HasSlope: true),
        [ActivationFunction.ELU] = new(
            t => t.Select(t.Above(t.V, t.Zero), t.V, $"{t.Constant(t.Slope)} * {_math.ExpMinusOne(t.V)}"),
            t => t.Select(t.Above(t.V, t.Zero), t.G, $"{t.G} * {t.Constant(t.Slope)} * {_math.Exp(t.V)}"), HasSlope: true, UsesMath: true),
        [ActivationFunction.SELU] = new(
            t => t.Select(t.Above(t.V, t.Zero), $"{t.V} * {t.Constant(SeluScale)}", $"{t.Constant(SeluAlpha)} * {_math.ExpMinusOne(t.V)}"),
            t => t.Select(t.Above(t.V, t.Zero), $"{t.G} * {t.Constant(SeluScale)}", $"{t.G} * {t.Constant(SeluAlpha)} * {_math.Exp(t.V)}"), UsesMath: true),
        [ActivationFunction.GELU] = new(
            t => $"{t.V} * {_math.Normal(t.V)}",
            t => $"{t.G} * ({_math.Normal(t.V)} + ({t.V} * {t.Constant(0.398942280f)} * {_math.Exp($"{t.V} * {t.V} * {t.Constant(-0.5f)}")}))", UsesMath: true),
        [ActivationFunction.GELUTanh] = new(
            t => $"{t.V} * {_math.Sigmoid(GeluInner(t, GeluCubic))}",
            t =>
            {
                string s = t.Let("s", _math.Sigmoid(GeluInner(t, GeluCubic)));
                return $"{t.G} * ({s} + ({s} * ({t.Constant(1)} - {s}) * {GeluInner(t, 3 * GeluCubic)}))";
            }, UsesMath: true),
        [ActivationFunction.SiLU] = new(
            t => $"{t.V} * {_math.Sigmoid(t.V)}",
            t =>
            {
                string s = t.Let("s", _math.Sigmoid(t.V));
                return $"{t.G} * ({s} + ({t.V} * {s} * ({t.Constant(1)} - {s})))";
            }, UsesMath: true),
        [ActivationFunction.Sigmoid] = new(
            t => _math.Sigmoid(t.V),
            t => $"{t.G} * ({t.V} * ({t.Constant(1)} - {t.V}))", Reads: "y", UsesMath: true),
        [ActivationFunction.HardSigmoid] = new(
            HardSigmoid,
            t => t.Without($"({t.G} * {t.Constant(1f / 6)})", $"({t.AtMost(t.V, t.Constant(-3))} | {t.AtLeast(t.V, t.Constant(3))})")),
        [ActivationFunction.HardSwish] = new(
            t => $"{t.V} * {HardSigmoid(t)}",
            t =>
            {
                string inner = t.MultiplyAdd(t.V, t.Constant(1f / 3), t.Constant(0.5f));
                return t.Without($"({t.G} * {t.Select(t.Above(t.V, t.Constant(3)), t.Constant(1), inner)})", t.Below(t.V, t.Constant(-3)));
            }),
        [ActivationFunction.Tanh] = new(
            t => _math.Tanh(t.V),
            t => $"{t.G} * ({t.Constant(1)} - ({t.V} * {t.V}))", Reads: "y", UsesMath: true),
        [ActivationFunction.Softplus] = new(
            t => $"({t.Max(t.Zero, Scaled(t))} + {_math.LogOnePlus(_math.Exp($"-{t.Abs(Scaled(t))}"))}) * {t.Constant(1 / t.Slope)}",
            t => $"{t.G} * {_math.Sigmoid(Scaled(t))}", HasSlope: true, UsesMath: true),
    };

    /// <summary>The function of a vector. A NaN stays one.</summary>
    /// <param name="function">The function.</param>
    /// <param name="slope">Of the functions that have one.</param>
    /// <param name="x">A variable: it may be evaluated more than once.</param>
    /// <param name="set">The instruction set.</param>
    public static string Apply(ActivationFunction function, float slope, string x, InstructionSet set) =>
        Rule(function).Value(new ActivationTerms(set, slope, x, "", null, ""));

    /// <summary>The gradient by a function's input, from the variables that hold the gradient and what <see cref="Reads"/> says.</summary>
    /// <param name="function">The function.</param>
    /// <param name="slope">Of the functions that have one.</param>
    /// <param name="terms">The variables; declarations are written where they stand.</param>
    public static string Gradient(ActivationFunction function, float slope, ActivationTerms terms) =>
        Rule(function).Gradient(terms with { Slope = slope });

    /// <summary>The tensor that the derivative is a function of: x, y, or none where it is constant.</summary>
    public static string Reads(ActivationFunction function) => Rule(function).Reads;

    /// <summary>Whether the function takes so many instructions that unrolling it is of no use.</summary>
    public static bool IsLong(ActivationFunction function) => Rule(function).UsesMath;

    /// <summary>The kernels that <see cref="Apply"/> and <see cref="Gradient"/> call.</summary>
    public static IEnumerable<KernelSpec> Dependencies(ActivationFunction function) => Rule(function).UsesMath ? [_math] : [];

    /// <summary>Whether functions of different slopes differ.</summary>
    public static bool HasSlope(ActivationFunction function) => Rule(function).HasSlope;

    /// <summary>The slope if the function has one, else 0, so that specs that mean the same are equal.</summary>
    public static float Significant(ActivationFunction function, float slope) => HasSlope(function) ? slope : 0f;

    /// <summary>As the end of a sentence: nothing, or ", then ReLU".</summary>
    public static string Words(ActivationFunction function) =>
        function == ActivationFunction.Identity ? "" : $", then {function}";

    private static ActivationRule Rule(ActivationFunction function) => _rules.TryGetValue(function, out ActivationRule? rule) ? rule
        : throw new ArgumentOutOfRangeException(nameof(function), function, "Expected an activation function.");

    private static string HardSigmoid(ActivationTerms t) =>
        t.Min(t.Constant(1), t.Max(t.Zero, t.MultiplyAdd(t.V, t.Constant(1f / 6), t.Constant(0.5f))));

    private static string GeluInner(ActivationTerms t, float cubic) =>
        $"({t.V} * {t.MultiplyAdd($"{t.V} * {t.V}", t.Constant(cubic), t.Constant(GeluLinear))})";

    private static string Scaled(ActivationTerms t) => $"({t.V} * {t.Constant(t.Slope)})";

    /// <summary>One function.</summary>
    /// <param name="Value">The function of V.</param>
    /// <param name="Gradient">G times the derivative, where V is an element of the tensor that <see cref="Reads"/> names.</param>
    /// <param name="Reads">The tensor that the derivative is a function of: x, y, or none where it is constant.</param>
    /// <param name="HasSlope">Whether functions of different slopes differ.</param>
    /// <param name="UsesMath">Whether exponentials and the like are called.</param>
    private sealed record ActivationRule(
        Func<ActivationTerms, string> Value, Func<ActivationTerms, string> Gradient,
        string Reads = "x", bool HasSlope = false, bool UsesMath = false);
}

/// <summary>What an activation's expressions are made of.</summary>
/// <param name="Set">The instruction set.</param>
/// <param name="Slope">The function's slope.</param>
/// <param name="V">The variable with the element.</param>
/// <param name="G">The variable with the gradient, in the backward direction.</param>
/// <param name="Writer">Where declarations go, in the backward direction.</param>
/// <param name="Suffix">Makes the names of declarations unique.</param>
internal sealed record ActivationTerms(InstructionSet Set, float Slope, string V, string G, CodeWriter? Writer, string Suffix)
{
    public string Zero => Set.Zero;

    public string Constant(float value) => Set.Broadcast(KernelText.Literal(value));

    public string Max(string a, string b) => Set.Max(a, b);

    public string Min(string a, string b) => Set.Min(a, b);

    public string Abs(string a) => $"{Set.Static}.Abs({a})";

    public string MultiplyAdd(string a, string b, string c) => Set.MultiplyAdd(a, b, c);

    public string Above(string a, string b) => Set.GreaterThan(a, b);

    public string Below(string a, string b) => Set.LessThan(a, b);

    public string AtMost(string a, string b) => $"{Set.Static}.LessThanOrEqual({a}, {b})";

    public string AtLeast(string a, string b) => $"{Set.Static}.GreaterThanOrEqual({a}, {b})";

    public string Select(string mask, string a, string b) => Set.Select(mask, a, b);

    public string Without(string a, string mask) => Set.Without(a, mask);

    /// <summary>Declares a variable for an expression that is used more than once.</summary>
    /// <exception cref="InvalidOperationException">Forward expressions stand inside others, where nothing can be declared.</exception>
    public string Let(string name, string value)
    {
        if (Writer is null) throw new InvalidOperationException($"Expected an expression without declarations, got one that declares {name}.");
        Writer.Line($"{Set.Vector} {name}{Suffix} = {value};");
        return name + Suffix;
    }
}
