using System;
using System.Collections.Generic;
using NetGen.Generator.Graph.Operations;

namespace NetGen.Generator.Kernels;

/// <summary>Activation functions as expressions, for kernels of their own and for the epilogues of others.</summary>
internal static class ActivationText
{
    private static readonly VectorMathKernel _math = new();

    /// <summary>The function of a vector. A NaN stays one.</summary>
    /// <param name="function">The function.</param>
    /// <param name="slope">For <see cref="ActivationFunction.LeakyReLU"/>.</param>
    /// <param name="x">A variable: it may be evaluated twice.</param>
    /// <param name="set">The instruction set.</param>
    public static string Apply(ActivationFunction function, float slope, string x, InstructionSet set) => function switch
    {
        ActivationFunction.Identity => x,
        ActivationFunction.ReLU => set.Max(set.Zero, x),
        ActivationFunction.LeakyReLU => Leaky(slope, x, set),
        ActivationFunction.Sigmoid => _math.Sigmoid(x),
        ActivationFunction.Tanh => _math.Tanh(x),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "Expected an activation function."),
    };

    /// <summary>The kernels that <see cref="Apply"/> calls.</summary>
    public static IEnumerable<KernelSpec> Dependencies(ActivationFunction function) =>
        function is ActivationFunction.Sigmoid or ActivationFunction.Tanh ? [_math] : [];

    /// <summary>The slope if the function has one, else 0, so that specs that mean the same are equal.</summary>
    public static float Significant(ActivationFunction function, float slope) =>
        function == ActivationFunction.LeakyReLU ? slope : 0f;

    /// <summary>As the end of a sentence: nothing, or ", then ReLU".</summary>
    public static string Words(ActivationFunction function) =>
        function == ActivationFunction.Identity ? "" : $", then {function}";

    /// <summary>Between 0 and 1 the larger of x and slope·x is the function; otherwise the sign decides.</summary>
    private static string Leaky(float slope, string x, InstructionSet set)
    {
        string scaled = $"{x} * {set.Broadcast(KernelText.Literal(slope))}";
        return slope is > 0 and <= 1
            ? set.Max(scaled, x)
            : set.Select(set.GreaterThan(x, set.Zero), x, scaled);
    }
}
