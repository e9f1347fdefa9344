namespace NetGen;

/// <summary>How a parameter's values begin; the attributes' <c>Init</c> by the same names.</summary>
public enum InitializerKind
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
