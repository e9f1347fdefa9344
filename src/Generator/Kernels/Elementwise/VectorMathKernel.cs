using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The transcendental functions of a vector. Errors: exp within 1 ulp down to the smallest subnormal, tanh within 2 ulp
/// also near zero, sigmoid within 3 ulp down to the smallest normal result; exp − 1 within 3 ulp, the logarithms within 3 ulp of the
/// result or, beside 1, of 2⁻²⁴; the normal distribution within 4 ulp near zero and, in its tail, as many more as its logarithm is large.
/// Infinities give the limits, NaN gives NaN.
/// </summary>
internal sealed partial record VectorMathKernel : KernelSpec
{
    public override string Name => "VectorMath";

    /// <summary>The expression of exp.</summary>
    public string Exp(string x) => $"{Name}Exp({x})";

    /// <summary>The expression of 1 / (1 + exp(−x)).</summary>
    public string Sigmoid(string x) => $"{Name}Sigmoid({x})";

    /// <summary>The expression of the hyperbolic tangent.</summary>
    public string Tanh(string x) => $"{Name}Tanh({x})";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        EmitReduction(writer, set);
        EmitExp(writer, set);
        EmitSigmoid(writer, set);
        EmitTanh(writer, set);
        EmitExpMinusOne(writer, set);
        EmitLogarithms(writer, set);
        EmitNormal(writer, set);
    }

    /// <summary>
    /// x = n·ln 2 + r with |r| ≤ ln 2 / 2, and exp(r) − 1 from the Taylor series, whose first missing term is
    /// r⁸/8! ≤ 6e-9. Adding 1.5·2²³ rounds to an integer and leaves it in the low bits; ln 2 is split into a part of so
    /// few bits that its product with n is exact, and the rest.
    /// </summary>
    private void EmitReduction(CodeWriter writer, InstructionSet set)
    {
        string Series(string higher, string coefficient) => set.MultiplyAdd(higher, "r", set.Broadcast(coefficient));
        string shift = set.Broadcast("12582912f");
        writer.Line($$"""
            // Writes x = n·ln 2 + r, with n in the low bits of the shifted integer; returns exp(r) - 1.
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static {{set.Vector}} {{Name}}Reduce({{set.Vector}} x, out {{set.Vector}} shifted)
            {
                shifted = {{set.MultiplyAdd("x", set.Broadcast("1.44269504f"), shift)}};
                {{set.Vector}} n = shifted - {{shift}};
                {{set.Vector}} r = {{set.MultiplyAdd("n", set.Broadcast("-0.693359375f"), "x")}};
                r = {{set.MultiplyAdd("n", set.Broadcast("2.12194440E-4f"), "r")}};
                {{set.Vector}} p = {{Series(set.Broadcast("1.98412698E-4f"), "1.38888889E-3f")}};
                p = {{Series("p", "8.33333333E-3f")}};
                p = {{Series("p", "4.16666667E-2f")}};
                p = {{Series("p", "1.66666667E-1f")}};
                p = {{Series("p", "0.5f")}};
                return {{set.MultiplyAdd("r * r", "p", "r")}};
            }

            """);
    }

    /// <summary>2ⁿ is applied in two halves, because n reaches from −150 (the subnormals) to 128 (infinity).</summary>
    private void EmitExp(CodeWriter writer, InstructionSet set)
    {
        string clamped = set.Max(set.Broadcast("-104f"), set.Min(set.Broadcast("89f"), "x"));
        writer.Line($$"""
            // exp(x) in each lane.
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            internal static {{set.Vector}} {{Exp(set.Vector + " x")}}
            {
                unchecked
                {
                    {{set.Vector}} p = {{Name}}Reduce({{clamped}}, out {{set.Vector}} shifted) + {{set.Broadcast("1f")}};
                    {{set.Static}}<int> n = {{set.Static}}.AsInt32(shifted) - {{set.Static}}.Create(0x4B400000);
                    {{set.Static}}<int> half = {{set.Static}}.ShiftRightArithmetic(n, 1);
                    {{set.Static}}<int> bias = {{set.Static}}.Create(127);
                    {{set.Vector}} first = {{set.Static}}.AsSingle({{set.Static}}.ShiftLeft(half + bias, 23));
                    {{set.Vector}} second = {{set.Static}}.AsSingle({{set.Static}}.ShiftLeft(n - half + bias, 23));
                    return p * first * second;
                }
            }

            """);
    }

    private void EmitSigmoid(CodeWriter writer, InstructionSet set) => writer.Line($$"""
        // 1 / (1 + exp(-x)) in each lane.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static {{set.Vector}} {{Sigmoid(set.Vector + " x")}}
        {
            {{set.Vector}} one = {{set.Broadcast("1f")}};
            return one / (one + {{Exp("-x")}});
        }

        """);

    /// <summary>
    /// With e = exp(2x) − 1, tanh x = e / (e + 2). e is 2ⁿ·(exp(r) − 1) + (2ⁿ − 1), without cancellation near zero,
    /// where n is 0. Beyond ±10 the result is ±1.
    /// </summary>
    private void EmitTanh(CodeWriter writer, InstructionSet set)
    {
        string clamped = set.Max(set.Broadcast("-20f"), set.Min(set.Broadcast("20f"), "x + x"));
        writer.Line($$"""
            // The hyperbolic tangent in each lane.
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            internal static {{set.Vector}} {{Tanh(set.Vector + " x")}}
            {
                unchecked
                {
                    {{set.Vector}} p = {{Name}}Reduce({{clamped}}, out {{set.Vector}} shifted);
                    {{set.Static}}<int> n = {{set.Static}}.AsInt32(shifted) - {{set.Static}}.Create(0x4B400000 - 127);
                    {{set.Vector}} power = {{set.Static}}.AsSingle({{set.Static}}.ShiftLeft(n, 23));
                    {{set.Vector}} e = {{set.MultiplyAdd("power", "p", $"power - {set.Broadcast("1f")}")}};
                    return e / (e + {{set.Broadcast("2f")}});
                }
            }

            """);
    }
}
