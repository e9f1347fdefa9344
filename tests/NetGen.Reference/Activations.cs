namespace NetGen.Reference;

/// <summary>A function of each element, and its derivative by the element.</summary>
public sealed record ScalarFunction(string Name, Func<double, double> Value, Func<double, double> Derivative)
{
    /// <summary>x → y.</summary>
    public Tensor Forward(Tensor x) => x.Map(Value);

    /// <summary>dy → dx.</summary>
    public Tensor Backward(Tensor x, Tensor dy) => x.Zip(dy, (value, g) => g * Derivative(value));

    public override string ToString() => Name;
}

/// <summary>The activation functions. At a kink the derivative is the one from the left, as in PyTorch.</summary>
public static class Activations
{
    private const double SeluScale = 1.0507009873554804934193349852946, SeluAlpha = 1.6732632423543772848170429916717;

    public static ScalarFunction Identity { get; } = new("Identity", x => x, _ => 1);

    public static ScalarFunction ReLU { get; } = new("ReLU", x => Math.Max(x, 0), x => x > 0 ? 1 : 0);

    public static ScalarFunction ReLU6 { get; } = new("ReLU6", x => Math.Min(Math.Max(x, 0), 6), x => x is > 0 and < 6 ? 1 : 0);

    public static ScalarFunction SELU { get; } = new(
        "SELU", x => SeluScale * ELU(SeluAlpha).Value(x), x => SeluScale * ELU(SeluAlpha).Derivative(x));

    public static ScalarFunction GELU { get; } = new(
        "GELU", x => x * NormalDistribution(x), x => NormalDistribution(x) + (x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)));

    public static ScalarFunction GELUTanh { get; } = new(
        "GELUTanh",
        x => x * Logistic(2 * GeluInner(x)),
        x => Logistic(2 * GeluInner(x))
            + (0.5 * x * (1 - Math.Pow(Math.Tanh(GeluInner(x)), 2)) * Math.Sqrt(2 / Math.PI) * (1 + (3 * 0.044715 * x * x))));

    public static ScalarFunction SiLU { get; } = new("SiLU", x => x * Logistic(x), x => Logistic(x) * (1 + (x * (1 - Logistic(x)))));

    public static ScalarFunction Sigmoid { get; } = new("Sigmoid", Logistic, x => Logistic(x) * (1 - Logistic(x)));

    public static ScalarFunction HardSigmoid { get; } = new(
        "HardSigmoid", x => Math.Min(Math.Max((x / 6) + 0.5, 0), 1), x => x is > -3 and < 3 ? 1.0 / 6 : 0);

    public static ScalarFunction HardSwish { get; } = new(
        "HardSwish", x => x * HardSigmoid!.Value(x), x => x < -3 ? 0 : x <= 3 ? (x / 3) + 0.5 : 1);

    public static ScalarFunction Tanh { get; } = new("Tanh", Math.Tanh, x => 1 - Math.Pow(Math.Tanh(x), 2));

    public static ScalarFunction LeakyReLU(double slope) => new("LeakyReLU", x => x > 0 ? x : slope * x, x => x > 0 ? 1 : slope);

    public static ScalarFunction ELU(double alpha) =>
        new("ELU", x => x > 0 ? x : alpha * ExpMinusOne(x), x => x > 0 ? 1 : alpha * Math.Exp(x));

    /// <summary>Linear above a threshold, as in PyTorch: there the difference is below the rounding of a float.</summary>
    public static ScalarFunction Softplus(double beta) => new(
        "Softplus", x => x * beta > 20 ? x : LogOnePlus(Math.Exp(beta * x)) / beta, x => x * beta > 20 ? 1 : Logistic(beta * x));

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>½·(1 + tanh u) is the logistic function of 2u, without cancellation.</summary>
    private static double GeluInner(double x) => Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x));

    /// <summary>exp(x) − 1 without cancellation, by W. Kahan: the rounding of exp(x) divides out.</summary>
    private static double ExpMinusOne(double x)
    {
        double e = Math.Exp(x);
        return e == 1 ? x : Math.Abs(x) > 1 ? e - 1 : (e - 1) * x / Math.Log(e);
    }

    private static double LogOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : x > 1 ? Math.Log(sum) : Math.Log(sum) * x / (sum - 1);
    }

    /// <summary>The series about zero, whose terms are all positive, and the continued fraction of the tail.</summary>
    private static double NormalDistribution(double x)
    {
        double a = Math.Abs(x), density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        if (a >= 3)
        {
            double fraction = a;
            for (int k = 200; k >= 1; k--) fraction = a + (k / fraction);
            return x < 0 ? density / fraction : 1 - (density / fraction);
        }

        double term = x, sum = x;
        for (int k = 1; k < 100; k++) sum += term *= x * x / ((2 * k) + 1);
        return 0.5 + (density * sum);
    }
}
