namespace NetGen;

/// <summary>How parameters begin, as the functions of <c>torch.nn.init</c>. A scale beside it is a gain, σ, a bound or a value, by kind.</summary>
/// <remarks>
/// The fan-in is what one output sums over: input channels of a group times the kernel's size; the fan-out is the output channels
/// times the kernel's size, not divided by groups, as in PyTorch. A gain that is not given is that of the activation which follows.
/// </remarks>
/// <example>
/// <code>
/// [Conv2d(64, 7, WeightInit = Init.KaimingNormalFanOut, Bias = false), BatchNorm, ReLU]     // torchvision's ResNet
/// [Linear(10, WeightInit = Init.Normal, WeightInitScale = 0.01, BiasInit = Init.Constant, BiasInitScale = 0.1)]
/// </code>
/// </example>
public enum Init
{
    /// <summary>Normal with σ = gain / √fan-in, after He et al.; the default of weights.</summary>
    KaimingNormal,

    /// <summary>Uniform within gain·√(3 / fan-in).</summary>
    KaimingUniform,

    /// <summary>Normal with σ = gain / √fan-out.</summary>
    KaimingNormalFanOut,

    /// <summary>Uniform within gain·√(3 / fan-out).</summary>
    KaimingUniformFanOut,

    /// <summary>Normal with σ = gain·√(2 / (fan-in + fan-out)), after Glorot and Bengio; the gain is 1 unless it is given.</summary>
    XavierNormal,

    /// <summary>Uniform within gain·√(6 / (fan-in + fan-out)); the gain is 1 unless it is given.</summary>
    XavierUniform,

    /// <summary>Normal with the given σ, drawn again beyond 2σ; σ is 0.01 unless it is given.</summary>
    TruncatedNormal,

    /// <summary>Normal with the given σ; 0.01 unless it is given.</summary>
    Normal,

    /// <summary>Uniform between minus the given bound and the bound; 0.01 unless it is given.</summary>
    Uniform,

    /// <summary>The given value.</summary>
    Constant,

    /// <summary>Zeros; the default of biases.</summary>
    Zeros,

    /// <summary>Uniform within 1 / √fan-in, weights and biases alike, as PyTorch's layers begin.</summary>
    PyTorchDefault,
}
