namespace NetGen;

/// <summary>What is known of a network at compile time: shapes, layers, parameters and what a prediction costs.</summary>
public sealed class NetworkInfo
{
    /// <summary>Gathers what the generator knows of a network with one input and one result.</summary>
    public NetworkInfo(string name, TensorShape inputShape, TensorShape outputShape, LayerInfo[] layers, ParameterInfo[] parameters)
        : this(name, [new TensorInfo("input", inputShape, 0)], [new TensorInfo("output", outputShape, 0)], layers, parameters)
    {
    }

    /// <summary>Gathers what the generator knows.</summary>
    /// <param name="name">The class.</param>
    /// <param name="inputs">What an image consists of, at least one.</param>
    /// <param name="outputs">What the network gives: first its own results, at least one, then those that exist in training only.</param>
    /// <param name="layers">The layers in the order in which they run.</param>
    /// <param name="parameters">The parameters in the order of a state_dict.</param>
    public NetworkInfo(string name, TensorInfo[] inputs, TensorInfo[] outputs, LayerInfo[] layers, ParameterInfo[] parameters)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(parameters);
        Name = name;
        Inputs = Array.AsReadOnly(inputs);
        Outputs = Array.AsReadOnly(outputs);
        InputShape = ShapeOf(inputs, nameof(inputs));
        OutputShape = ShapeOf([.. outputs.Where(output => !output.IsAuxiliary)], nameof(outputs));
        TrainingOutputLength = outputs.Sum(output => output.Shape.Length);
        Layers = Array.AsReadOnly(layers);
        Parameters = Array.AsReadOnly(parameters);
        ParameterCount = parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => (long)parameter.Length);
        MultiplyAdds = layers.Sum(layer => layer.MultiplyAdds);
        ActivationBytes = layers.Sum(layer => layer.ActivationBytes);
        ParameterMemoryLength = parameters.Length == 0 ? 0 : parameters.Max(parameter => parameter.End);
    }

    /// <summary>The name of the network's class.</summary>
    public string Name { get; }

    /// <summary>What an image consists of; where there are several inputs their values follow each other in this order.</summary>
    public IReadOnlyList<TensorInfo> Inputs { get; }

    /// <summary>
    /// What the network gives for an image; where there are several results their values follow each other in this order. Those
    /// that exist in training only stand behind the others, and a prediction leaves them out.
    /// </summary>
    public IReadOnlyList<TensorInfo> Outputs { get; }

    /// <summary>One image: channels × height × width, or features; of several inputs the number of all their values.</summary>
    public TensorShape InputShape { get; }

    /// <summary>The result for one image; of several results the number of all their values.</summary>
    public TensorShape OutputShape { get; }

    /// <summary>The values that a forward pass in training gives for one image: all results, the auxiliary ones too.</summary>
    public int TrainingOutputLength { get; }

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

    private static TensorShape ShapeOf(TensorInfo[] tensors, string name) => tensors.Length switch
    {
        0 => throw new ArgumentException("A network has at least one input and one result.", name),
        1 => tensors[0].Shape,
        _ => new TensorShape(tensors.Sum(tensor => tensor.Shape.Length)),
    };

    /// <summary>The layers as a table with aligned columns, for a console.</summary>
    public override string ToString() => LayerTable.Format(this);
}
