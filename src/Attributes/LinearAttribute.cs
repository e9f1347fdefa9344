using System.Diagnostics;

namespace NetGen;

/// <summary>A fully connected layer on a vector, as <c>torch.nn.Linear</c>: y = x·Wᵀ + b. An image is flattened before.</summary>
/// <param name="outFeatures">Features of the result; at least 1.</param>
/// <remarks>Parameters: <c>weight</c> (outFeatures, inFeatures) and <c>bias</c> (outFeatures).</remarks>
/// <example>
/// <code>
/// [Flatten, Linear(500), ReLU, Linear(10)]
/// [Flatten, Linear(4096, WeightFormat = WeightFormat.BFloat16), ReLU, Linear(1000)]
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class LinearAttribute(int outFeatures) : WeightedLayerAttribute
{
    /// <summary>Features of the result.</summary>
    public int OutFeatures { get; } = outFeatures;

    /// <summary>Whether each output adds a learned constant; true by default.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>
    /// How predictions read the weights; <see cref="WeightFormat.Float32"/> by default. Rounded weights make the layer nearly twice as
    /// fast where it is limited by memory, as layers with millions of weights are for one image. Training does not round.
    /// </summary>
    public WeightFormat WeightFormat { get; set; }
}
