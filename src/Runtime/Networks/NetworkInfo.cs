namespace NetGen;

/// <summary>What is known of a network at compile time: shapes, layers, parameters and what a prediction costs.</summary>
public sealed class NetworkInfo
{
    /// <summary>Gathers what the generator knows.</summary>
    public NetworkInfo(string name, TensorShape inputShape, TensorShape outputShape, LayerInfo[] layers, ParameterInfo[] parameters)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(inputShape);
        ArgumentNullException.ThrowIfNull(outputShape);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(parameters);
        Name = name;
        InputShape = inputShape;
        OutputShape = outputShape;
        Layers = Array.AsReadOnly(layers);
        Parameters = Array.AsReadOnly(parameters);
        ParameterCount = parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => (long)parameter.Length);
        MultiplyAdds = layers.Sum(layer => layer.MultiplyAdds);
        ActivationBytes = layers.Sum(layer => layer.ActivationBytes);
        ParameterMemoryLength = parameters.Length == 0 ? 0 : parameters.Max(parameter => parameter.End);
    }

    /// <summary>The name of the network's class.</summary>
    public string Name { get; }

    /// <summary>One image: channels × height × width, or features.</summary>
    public TensorShape InputShape { get; }

    /// <summary>The result for one image.</summary>
    public TensorShape OutputShape { get; }

    /// <summary>The layers in the order in which they run.</summary>
    public IReadOnlyList<LayerInfo> Layers { get; }

    /// <summary>The parameters and running statistics in the order of a state_dict.</summary>
    public IReadOnlyList<ParameterInfo> Parameters { get; }

    /// <summary>Trainable numbers, counted as PyTorch counts them: without running statistics.</summary>
    public long ParameterCount { get; }

    /// <summary>Multiplications with an addition that one image takes.</summary>
    public long MultiplyAdds { get; }

    /// <summary>The size of all layers' results for one image, in bytes.</summary>
    public long ActivationBytes { get; }

    /// <summary>The length of the memory that holds all parameters, in floats.</summary>
    internal nint ParameterMemoryLength { get; }

    /// <summary>The layers as a table with aligned columns, for a console.</summary>
    public override string ToString() => LayerTable.Format(this);
}
