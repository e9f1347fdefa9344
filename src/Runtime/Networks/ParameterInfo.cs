namespace NetGen;

/// <summary>What a parameter is for, which decides its initial value and whether it is trained.</summary>
public enum ParameterRole
{
    /// <summary>The weights of a convolution or a fully connected layer.</summary>
    Weight,

    /// <summary>What is added to each output channel.</summary>
    Bias,

    /// <summary>A normalisation's factor γ, called weight in a state_dict.</summary>
    Scale,

    /// <summary>A normalisation's summand β, called bias in a state_dict.</summary>
    Shift,

    /// <summary>The factor of negative values that PReLU learns, called weight in a state_dict.</summary>
    Slope,

    /// <summary>Batch normalisation's running mean; a statistic, not trained.</summary>
    RunningMean,

    /// <summary>Batch normalisation's running variance, unbiased; a statistic, not trained.</summary>
    RunningVariance,
}

/// <summary>One parameter of a network, without its values.</summary>
public sealed class ParameterInfo
{
    /// <summary>Offsets are multiples of this many floats: one cache line, one 512-bit vector.</summary>
    internal const int Alignment = 16;

    /// <summary>Describes a parameter.</summary>
    /// <param name="name">As in a PyTorch state_dict: conv1.weight.</param>
    /// <param name="role">What it is for.</param>
    /// <param name="fanIn">Inputs that one output of the layer sums over; 0 where that has no meaning.</param>
    /// <param name="offset">Where it begins in the network's parameter memory, in floats; a multiple of 16.</param>
    /// <param name="shape">Its dimensions in PyTorch's order.</param>
    public ParameterInfo(string name, ParameterRole role, int fanIn, nint offset, int[] shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegative(fanIn);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (offset % Alignment != 0)
        {
            throw new ArgumentException($"The offset of {name} must be a multiple of {Alignment} floats but is {offset}.", nameof(offset));
        }

        Name = name;
        Role = role;
        FanIn = fanIn;
        Offset = offset;
        Shape = new TensorShape(shape);
        (Initializer, InitializerScale) = role switch
        {
            ParameterRole.Weight => (InitializerKind.KaimingNormal, Math.Sqrt(2)),
            ParameterRole.Scale or ParameterRole.RunningVariance => (InitializerKind.Constant, 1),
            ParameterRole.Slope => (InitializerKind.Constant, 0.25),
            _ => (InitializerKind.Zeros, 0),
        };
    }

    /// <summary>Describes a parameter that does not begin as others of its role.</summary>
    /// <param name="name">As in a PyTorch state_dict: conv1.weight.</param>
    /// <param name="role">What it is for.</param>
    /// <param name="fanIn">Inputs that one output of the layer sums over; 0 where that has no meaning.</param>
    /// <param name="offset">Where it begins in the network's parameter memory, in floats; a multiple of 16.</param>
    /// <param name="shape">Its dimensions in PyTorch's order.</param>
    /// <param name="initializer">How its values begin.</param>
    /// <param name="initializerScale">The gain, σ, bound or value of that, by kind; finite.</param>
    public ParameterInfo(
        string name, ParameterRole role, int fanIn, nint offset, int[] shape, InitializerKind initializer, double initializerScale)
        : this(name, role, fanIn, offset, shape)
    {
        if (!double.IsFinite(initializerScale))
        {
            throw new ArgumentOutOfRangeException(nameof(initializerScale), initializerScale, "Must be finite.");
        }

        Initializer = initializer;
        InitializerScale = initializerScale;
    }

    /// <summary>The name as in a PyTorch state_dict: conv1.weight.</summary>
    public string Name { get; }

    /// <summary>What it is for.</summary>
    public ParameterRole Role { get; }

    /// <summary>Inputs that one output of the layer sums over; 0 where that has no meaning.</summary>
    public int FanIn { get; }

    /// <summary>Outputs that one input of the layer reaches, by PyTorch's rule: the first dimension times the kernel's size; 0 where that has no meaning.</summary>
    public int FanOut => Role == ParameterRole.Weight && Shape.Rank >= 2 ? Length / Shape[1] : 0;

    /// <summary>How its values begin; by default weights Kaiming normal, scales 1, slopes 1/4, and others 0.</summary>
    public InitializerKind Initializer { get; }

    /// <summary>The gain, σ, bound or value of <see cref="Initializer"/>, by kind; by default √2 for weights.</summary>
    public double InitializerScale { get; }

    /// <summary>Where it begins in the network's parameter memory, in floats.</summary>
    public nint Offset { get; }

    /// <summary>Its dimensions in PyTorch's order: OIHW for a convolution, (out, in) for a fully connected layer.</summary>
    public TensorShape Shape { get; }

    /// <summary>The number of floats.</summary>
    public int Length => Shape.Length;

    /// <summary>Whether an optimizer changes it: all but running statistics.</summary>
    public bool IsTrainable => Role is not (ParameterRole.RunningMean or ParameterRole.RunningVariance);

    /// <summary>Where it ends in the parameter memory, up to a whole cache line.</summary>
    internal nint End => Offset + ((Length + Alignment - 1) / Alignment * Alignment);
}
