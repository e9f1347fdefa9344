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
    public static ScalarFunction Identity { get; } = new("Identity", x => x, _ => 1);

    public static ScalarFunction ReLU { get; } = new("ReLU", x => Math.Max(x, 0), x => x > 0 ? 1 : 0);

    public static ScalarFunction ReLU6 { get; } = new("ReLU6", x => Math.Min(Math.Max(x, 0), 6), x => x is > 0 and < 6 ? 1 : 0);

    public static ScalarFunction Sigmoid { get; } = new("Sigmoid", Logistic, x => Logistic(x) * (1 - Logistic(x)));

    public static ScalarFunction Tanh { get; } = new("Tanh", Math.Tanh, x => 1 - Math.Pow(Math.Tanh(x), 2));

    public static ScalarFunction LeakyReLU(double slope) => new("LeakyReLU", x => x > 0 ? x : slope * x, x => x > 0 ? 1 : slope);

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
