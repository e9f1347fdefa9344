using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>Logarithms and what is made of exponentials.</summary>
internal sealed partial record VectorMathKernel
{
    /// <summary>Φ(−a)·exp(a²/2)/t with t = 1/(1 + 0.35·a), for a ≥ 0: the polynomial in t of least relative error, which is 3e-8.</summary>
    private static readonly string[] _tail =
    [
        "-0.0291460883f", "0.143972456f", "-0.255715787f", "0.159175873f", "-0.0231109820f",
        "0.105508476f", "0.119832754f", "0.139861882f", "0.139621407f",
    ];

    /// <summary>1/17, 1/15, … 1/3: the series of artanh(s)/s in s² without its first term, which is 1.</summary>
    private static readonly string[] _artanh = ["0.0588235294f", "0.0666666667f", "0.0769230769f", "0.0909090909f", "0.111111111f", "0.142857143f", "0.2f", "0.333333333f"];

    /// <summary>The expression of exp(x) − 1, for x up to 88.</summary>
    public string ExpMinusOne(string x) => $"{Name}ExpMinusOne({x})";

    /// <summary>The expression of log(1 + x), for x from 0 to 1.</summary>
    public string LogOnePlus(string x) => $"{Name}LogOnePlus({x})";

    /// <summary>The expression of log x: −∞ of zeros, NaN of negative numbers.</summary>
    public string Log(string x) => $"{Name}Log({x})";

    /// <summary>The expression of the normal distribution's Φ(x).</summary>
    public string Normal(string x) => $"{Name}Normal({x})";

    /// <summary>As in the hyperbolic tangent, 2ⁿ·(exp(r) − 1) + (2ⁿ − 1). Below −80 the result is −1.</summary>
    private void EmitExpMinusOne(CodeWriter writer, InstructionSet set)
    {
        string clamped = set.Max(set.Broadcast("-80f"), set.Min(set.Broadcast("88f"), "x"));
        writer.Line($$"""
            // exp(x) - 1 in each lane.
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            internal static {{set.Vector}} {{ExpMinusOne(set.Vector + " x")}}
            {
                unchecked
                {
                    {{set.Vector}} p = {{Name}}Reduce({{clamped}}, out {{set.Vector}} shifted);
                    {{set.Static}}<int> n = {{set.Static}}.AsInt32(shifted) - {{set.Static}}.Create(0x4B400000 - 127);
                    {{set.Vector}} power = {{set.Static}}.AsSingle({{set.Static}}.ShiftLeft(n, 23));
                    return {{set.MultiplyAdd("power", "p", $"power - {set.Broadcast("1f")}")}};
                }
            }

            """);
    }

    /// <summary>
    /// log x = 2·artanh((x − 1)/(x + 1)). For 1 + x with x up to 1 the quotient is at most 1/3, for a significand between √½ and √2 at most
    /// 0.172: the series' first missing terms are 3⁻¹⁸/19 and less. Subnormal numbers are multiplied by 2²³ first.
    /// </summary>
    private void EmitLogarithms(CodeWriter writer, InstructionSet set)
    {
        writer.Line($$"""
            // 2·artanh(s) in each lane, for s up to 1/3.
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static {{set.Vector}} {{Name}}TwiceArtanh({{set.Vector}} s)
            {
                {{set.Vector}} q = s * s;
                {{set.Vector}} p = {{Horner(set, _artanh, "q")}};
                return {{set.MultiplyAdd("(s + s) * q", "p", "s + s")}};
            }

            // log(1 + x) in each lane, for x from 0 to 1.
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            internal static {{set.Vector}} {{LogOnePlus(set.Vector + " x")}} => {{Name}}TwiceArtanh(x / (x + {{set.Broadcast("2f")}}));

            // log(x) in each lane.
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            internal static {{set.Vector}} {{Log(set.Vector + " x")}}
            {
                unchecked
                {
                    {{set.Vector}} one = {{set.Broadcast("1f")}}, infinity = {{set.Broadcast("float.PositiveInfinity")}};
                    {{set.Vector}} small = {{set.LessThan("x", set.Broadcast("1.17549435E-38f"))}};
                    {{set.Static}}<int> bits = {{set.Static}}.AsInt32({{set.Select("small", $"x * {set.Broadcast("8388608f")}", "x")}});
                    {{set.Static}}<int> exponent = {{set.Static}}.ShiftRightArithmetic(bits - {{set.Static}}.Create(0x3F3504F3), 23);
                    {{set.Vector}} m = {{set.Static}}.AsSingle(bits - {{set.Static}}.ShiftLeft(exponent, 23));
                    {{set.Vector}} n = {{set.Static}}.ConvertToSingle(exponent) - (small & {{set.Broadcast("23f")}});
                    {{set.Vector}} log = {{Name}}TwiceArtanh((m - one) / (m + one));
                    log = {{set.MultiplyAdd("n", set.Broadcast("0.693359375f"), set.MultiplyAdd("n", set.Broadcast("-2.12194440E-4f"), "log"))}};
                    log = {{set.Select($"{set.LessThan("x", "infinity")} & {set.GreaterThan("x", set.Zero)}", "log", "x")}};
                    log = {{set.Select($"{set.Static}.Equals(x, {set.Zero})", "-infinity", "log")}};
                    return {{set.Select(set.LessThan("x", set.Zero), set.Broadcast("float.NaN"), "log")}};
                }
            }

            """);
    }

    /// <summary>The tail of the absolute value by the polynomial; beyond zero what is missing to 1.</summary>
    private void EmitNormal(CodeWriter writer, InstructionSet set) => writer.Line($$"""
        // The normal distribution's integral up to x in each lane.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static {{set.Vector}} {{Normal(set.Vector + " x")}}
        {
            {{set.Vector}} one = {{set.Broadcast("1f")}}, a = {{set.Static}}.Abs(x);
            {{set.Vector}} t = one / {{set.MultiplyAdd("a", set.Broadcast("0.35f"), "one")}};
            {{set.Vector}} p = {{Horner(set, _tail, "t")}};
            {{set.Vector}} tail = {{Exp($"x * x * {set.Broadcast("-0.5f")}")}} * t * p;
            return {{set.Select(set.GreaterThan("x", set.Zero), "one - tail", "tail")}};
        }

        """);

    /// <summary>A polynomial whose coefficients begin with the highest power.</summary>
    private static string Horner(InstructionSet set, string[] coefficients, string x) =>
        coefficients.Skip(1).Aggregate(set.Broadcast(coefficients[0]), (higher, next) => set.MultiplyAdd(higher, x, set.Broadcast(next)));
}
