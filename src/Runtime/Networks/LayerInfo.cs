namespace NetGen;

/// <summary>One row of a network's layer table.</summary>
/// <param name="Name">The layer's name and the prefix of its parameters' names: conv1.</param>
/// <param name="Kind">What it computes: Conv2d.</param>
/// <param name="OutputShape">Its result for one image.</param>
/// <param name="Parameters">Trainable numbers.</param>
/// <param name="MultiplyAdds">Multiplications with an addition for one image.</param>
/// <param name="ReceptiveField">The edge, in pixels of the image, of the square that one output pixel depends on.</param>
/// <param name="ActivationBytes">The size of its result for one image.</param>
public sealed record LayerInfo(
    string Name,
    string Kind,
    TensorShape OutputShape,
    long Parameters,
    long MultiplyAdds,
    int ReceptiveField,
    long ActivationBytes);
