using System.Globalization;
using NetGen.Generator.Kernels;
using NetGen.Generator.Support;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;

namespace NetGen.Kernels.Tests;

public sealed class VectorMathTests
{
    private const int Length = 1 << 20;

    private static readonly VectorMathKernel _math = new();

    private static readonly string[] _functions = ["Exp", "Sigmoid", "Tanh", "ExpMinusOne", "LogOnePlus", "Log", "Normal"];

    internal static KernelLibrary Library { get; } = new([.. _functions.Select(Probe)]);

    public static TheoryData<string> Sets => InstructionSets.Rows;

    /// <summary>Without a fused multiply-add the reduced argument and each step of the series are rounded twice.</summary>
    private static double Fused(string set, double fused, double separate) =>
        set != "Vector128" || System.Runtime.Intrinsics.X86.Fma.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported ? fused : separate;

    [Theory]
    [MemberData(nameof(Sets))]
    public void Exp_is_within_1e_7_over_the_whole_normal_range(string set) =>
        AssertRelative(set, "Exp", Range(-87.3f, 88.7f), Math.Exp, Fused(set, 1e-7, 1.5e-7));

    [Theory]
    [MemberData(nameof(Sets))]
    public void Exp_reaches_the_subnormals_and_infinity(string set)
    {
        float[] x = Range(-110f, -87.3f);
        float[] y = Evaluate(set, "Exp", x);
        for (int i = 0; i < x.Length; i++) Assert.InRange(y[i] - Math.Exp(x[i]), -4e-45, 4e-45);
        Assert.All(Evaluate(set, "Exp", [88.8f, 100, 1e30f, float.PositiveInfinity]), value => Assert.Equal(float.PositiveInfinity, value));
        Assert.All(Evaluate(set, "Exp", [-104f, -1e30f, float.NegativeInfinity]), value => Assert.Equal(0, value));
        Assert.Equal([1f, 1f], Evaluate(set, "Exp", [0f, -0f]));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Sigmoid_is_within_3_ulp_and_saturates(string set)
    {
        AssertRelative(set, "Sigmoid", Range(-87, 40), x => 1 / (1 + Math.Exp(-x)), Fused(set, 2.4e-7, 3.6e-7));
        Assert.Equal([0f, 0f, 0.5f, 1f, 1f], Evaluate(set, "Sigmoid", [float.NegativeInfinity, -200, 0, 200, float.PositiveInfinity]));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Tanh_is_within_2_ulp_also_near_zero_and_saturates(string set)
    {
        AssertRelative(set, "Tanh", Range(-12, 12), Math.Tanh, Fused(set, 2.4e-7, 4.8e-7));
        float[] small = [.. Enumerable.Range(1, 37).Select(exponent => (float)Math.Pow(10, -exponent))];
        AssertRelative(set, "Tanh", small, Math.Tanh, Fused(set, 2.4e-7, 4.8e-7));
        Assert.Equal([-1f, -1f, 0f, 1f, 1f], Evaluate(set, "Tanh", [float.NegativeInfinity, -200, 0, 200, float.PositiveInfinity]));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Exp_minus_one_is_within_3_ulp_also_near_zero_and_saturates(string set)
    {
        AssertRelative(set, "ExpMinusOne", Range(-20, 88), ExpMinusOne, Fused(set, 2.4e-7, 4.8e-7));
        AssertRelative(set, "ExpMinusOne", Range(-1e-3f, 1e-3f), ExpMinusOne, Fused(set, 2.4e-7, 4.8e-7));
        Assert.Equal([-1f, -1f, 0f], Evaluate(set, "ExpMinusOne", [float.NegativeInfinity, -200, 0]));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Logarithms_are_within_3_ulp(string set)
    {
        AssertRelative(set, "LogOnePlus", Range(0, 1), x => x < 1e-4 ? x - (x * x / 2) + (x * x * x / 3) : Math.Log(1 + x), 3e-7);
        AssertRelative(set, "Log", Range(2, 1000), Math.Log, 3e-7);
        AssertRelative(set, "Log", [float.Epsilon, 3e-42f, 1.17549421e-38f, 1.17549435e-38f, 1e-30f, 0.3f, 3e38f, float.MaxValue], Math.Log, 3e-7);
        AssertRelative(set, "Log", Range(0.8f, 1.3f), x => x == 1 ? 0 : Math.Log(x), 3e-7);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void The_logarithm_is_infinite_at_both_ends_and_none_of_negative_numbers(string set)
    {
        float[] y = Evaluate(set, "Log", [0f, -0f, float.PositiveInfinity, -float.Epsilon, -1, float.MinValue, float.NegativeInfinity]);
        Assert.Equal([float.NegativeInfinity, float.NegativeInfinity, float.PositiveInfinity], y[..3]);
        Assert.All(y[3..], value => Assert.True(float.IsNaN(value), $"The logarithm of a negative number is {value}."));
    }

    /// <summary>The tail's exponential has the rounding of its argument, which is x²/2.</summary>
    [Theory]
    [MemberData(nameof(Sets))]
    public void The_normal_distribution_keeps_its_digits_in_the_tail(string set)
    {
        static double Phi(double x) => Activations.GELU.Value(x) / x;
        AssertRelative(set, "Normal", Range(-2, 6), Phi, 6e-7);
        AssertRelative(set, "Normal", Range(-9, -2), Phi, 4e-6);
        Assert.Equal([0f, 1f], Evaluate(set, "Normal", [float.NegativeInfinity, float.PositiveInfinity]));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void NaN_gives_NaN(string set)
    {
        foreach (string function in _functions)
        {
            Assert.All(Evaluate(set, function, [float.NaN, -float.NaN]), value => Assert.True(float.IsNaN(value), $"{function}(NaN) is {value}."));
        }
    }

    private static ProbeKernel Probe(string function) => new(function);

    private static double ExpMinusOne(double x) => Math.Abs(x) > 0.01 ? Math.Exp(x) - 1 : x * (1 + (x / 2 * (1 + (x / 3 * (1 + (x / 4 * (1 + (x / 5))))))));

    /// <summary>Floats that are evenly spread over a range.</summary>
    private static float[] Range(float from, float to) =>
        [.. Enumerable.Range(0, Length).Select(i => (float)(from + ((to - (double)from) * i / (Length - 1))))];

    private static void AssertRelative(string set, string function, float[] x, Func<double, double> reference, double tolerance)
    {
        float[] y = Evaluate(set, function, x);
        (double worst, float at) = (0, 0);
        for (int i = 0; i < x.Length; i++)
        {
            double exact = reference(x[i]);
            double error = exact == 0 ? Math.Abs(y[i]) : Math.Abs((y[i] - exact) / exact);
            if (!(error <= worst)) (worst, at) = (error, x[i]);
        }

        Assert.True(worst <= tolerance, string.Create(
            CultureInfo.InvariantCulture, $"{function} is off by {worst:G4} at {at:G9}; {tolerance:G4} is allowed."));
    }

    private static float[] Evaluate(string setName, string function, float[] x)
    {
        float[] results = new float[x.Length];
        KernelMemory.Guarded(setName, (memory, set) =>
        {
            int vectors = (x.Length + set.Lanes - 1) / set.Lanes;
            FloatBuffer source = memory.Floats(vectors * set.Lanes), target = memory.Floats(vectors * set.Lanes);
            x.CopyTo(source.Span);
            Library.Run(Probe(function), set, source, target, vectors);
            target.Span[..x.Length].CopyTo(results);
        });
        return results;
    }

    /// <summary>One of the functions over an array of whole vectors.</summary>
    private sealed record ProbeKernel(string Function) : KernelSpec
    {
        public override string Name => "Probe" + Function;

        public override IEnumerable<KernelSpec> Dependencies => [_math];

        public override void Emit(CodeWriter writer, InstructionSet set) =>
            writer.Method($"{Function} of an array.", $"public static void {Name}(float* x, float* y, int vectors)", () => writer.Line(
                $"for (nint i = 0; i < vectors * {set.Lanes}; i += {set.Lanes}) " + set.Store(Apply(set.Load("x + i")), "y + i")));

        private string Apply(string x) => Function switch
        {
            "Exp" => _math.Exp(x),
            "Sigmoid" => _math.Sigmoid(x),
            "ExpMinusOne" => _math.ExpMinusOne(x),
            "LogOnePlus" => _math.LogOnePlus(x),
            "Log" => _math.Log(x),
            "Normal" => _math.Normal(x),
            _ => _math.Tanh(x),
        };
    }
}
