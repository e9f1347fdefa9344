namespace NetGen;

/// <summary>How <see cref="GELUAttribute"/> computes the normal distribution.</summary>
public enum GeluApproximation
{
    /// <summary>Exactly, by the error function.</summary>
    None,

    /// <summary>By a hyperbolic tangent, as PyTorch's <c>approximate='tanh'</c>.</summary>
    Tanh,
}
