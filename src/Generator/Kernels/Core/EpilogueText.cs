using System;
using NetGen.Generator.Graph.Operations;

namespace NetGen.Generator.Kernels;

/// <summary>
/// Activations that kernels apply to their sums before they store them. Bounds are arguments, so that all functions made of
/// bounds share one body; a leaky ReLU has a body of its own.
/// </summary>
internal static class EpilogueText
{
    /// <summary>Whether the function needs the body with a slope.</summary>
    public static bool IsLeaky(ActivationFunction function) => function == ActivationFunction.LeakyReLU;

    /// <summary>The runtime's KernelEpilogue in C#.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The function has no fused form.</exception>
    public static string Argument(ActivationFunction function, float slope) => function switch
    {
        ActivationFunction.Identity => "KernelEpilogue.None",
        ActivationFunction.ReLU => "KernelEpilogue.ReLU",
        ActivationFunction.ReLU6 => "KernelEpilogue.ReLU6",
        ActivationFunction.LeakyReLU => $"KernelEpilogue.Leaky({KernelText.Literal(slope)})",
        _ => throw new ArgumentOutOfRangeException(
            nameof(function), function, "Expected Identity, ReLU, ReLU6 or LeakyReLU: no other function has a fused form."),
    };
}
