namespace NetGen.Generator.Graph;

/// <summary>Why an operation cannot take its input.</summary>
/// <param name="Rule">Which rule is broken; each has its diagnostic.</param>
/// <param name="Argument">The attribute's argument at fault, as C# names it, or null for the layer itself.</param>
/// <param name="Message">The sentence with the numbers, without its full stop.</param>
internal sealed record ShapeError(ShapeRule Rule, string? Argument, string Message);

/// <summary>The rules of shapes and sizes.</summary>
internal enum ShapeRule
{
    /// <summary>Channels, features, kernels, strides, dilations and groups are at least 1.</summary>
    PositiveSize,

    /// <summary>Padding is at least 0.</summary>
    Padding,

    /// <summary>Probabilities, momentum, epsilon and slope lie in their ranges.</summary>
    Range,

    /// <summary>An input has one to four dimensions.</summary>
    InputRank,

    /// <summary>Groups divide the input's and the output's channels.</summary>
    Groups,

    /// <summary>A window fits into the padded image.</summary>
    WindowFits,

    /// <summary>A pool's padding is at most half its kernel.</summary>
    PoolPadding,

    /// <summary>Convolutions and pools read a sequence, an image or a volume, by their rank.</summary>
    NeedsImage,

    /// <summary>Linear reads a vector.</summary>
    NeedsVector,

    /// <summary>A reshape keeps the number of values.</summary>
    Reshape,

    /// <summary>Statistics of one image need more than one value.</summary>
    OneValue,

    /// <summary>Tensors that are added, multiplied or joined have shapes that agree.</summary>
    Combine,

    /// <summary>A tensor, and all parameters together, stay below <see cref="Budget"/>.</summary>
    Budget,
}

/// <summary>The shape an operation gives, or why it gives none.</summary>
internal readonly record struct Inference(Shape? Shape, ShapeError? Error)
{
    public static implicit operator Inference(Shape shape) => new(shape, null);

    public static implicit operator Inference(ShapeError error) => new(null, error);
}
