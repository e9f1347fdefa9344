namespace NetGen;

/// <summary>What the layers with weights share: how these begin.</summary>
public abstract class WeightedLayerAttribute : LayerAttribute
{
    private protected WeightedLayerAttribute()
    {
    }

    /// <summary>How the weights begin; <see cref="Init.KaimingNormal"/> by default.</summary>
    public Init WeightInit { get; set; } = Init.KaimingNormal;

    /// <summary>
    /// The gain, σ, bound or value that <see cref="WeightInit"/> speaks of; NaN, the default, leaves it to the kind: a Kaiming gain
    /// is then √2 before ReLU and its relatives, √(2 / (1 + slope²)) before LeakyReLU, 5/3 before Tanh, and 1 before the result, a
    /// layer with weights, Softmax, Sigmoid or SELU.
    /// </summary>
    public double WeightInitScale { get; set; } = double.NaN;

    /// <summary>How the bias begins; <see cref="Init.Zeros"/> by default. The kinds of Kaiming and Xavier are for weights.</summary>
    public Init BiasInit { get; set; } = Init.Zeros;

    /// <summary>The σ, bound or value that <see cref="BiasInit"/> speaks of; NaN, the default, leaves it to the kind.</summary>
    public double BiasInitScale { get; set; } = double.NaN;
}
