using NetGen.Generator.Graph;
using NetGen.Generator.Support;

namespace NetGen.RandomGraphs.Tests.Oracle;

/// <summary>The numbers that a network is tried with, each exactly a float.</summary>
/// <param name="Inputs">A batch for each input.</param>
/// <param name="Parameters">By name.</param>
/// <param name="OutputGradients">By each result of training.</param>
internal sealed record NetworkValues(
    IReadOnlyList<Tensor> Inputs, IReadOnlyDictionary<string, Tensor> Parameters, IReadOnlyList<Tensor> OutputGradients)
{
    public const int Batch = 3;

    /// <summary>Draws numbers for a network.</summary>
    public static NetworkValues Draw(NetworkGraph graph, int seed)
    {
        Tensor[] inputs = [.. graph.Inputs.Select((node, index) => Uniform(graph.Nodes[node].Shape, seed + index, 1.5))];
        Tensor[] gradients = [.. graph.Results.Select((result, index) => Uniform(graph.Nodes[result.Node].Shape, seed + 17 + index, 1))];
        Dictionary<string, Tensor> parameters = ParameterTable.Of(graph)
            .Select((spec, index) => (spec.Name, Value: Draw(spec, seed + 31 + index))).ToDictionary(item => item.Name, item => item.Value);
        return new NetworkValues(inputs, parameters, gradients);
    }

    /// <summary>All images with all their inputs, as the network reads them.</summary>
    public float[] Images => Interleave(Inputs);

    /// <summary>The gradients by all results, as the network reads them.</summary>
    public float[] Gradients => Interleave(OutputGradients);

    /// <summary>What a network wants of several tensors: image after image, and for each the tensors after one another.</summary>
    public static float[] Interleave(IReadOnlyList<Tensor> tensors) =>
    [
        .. from image in Enumerable.Range(0, Batch)
           from tensor in tensors
           from value in ImageOf(tensor, image)
           select (float)value,
    ];

    private static double[] ImageOf(Tensor tensor, int image)
    {
        int length = tensor.Channels * tensor.Pixels;
        return tensor.Values.Slice(image * length, length).ToArray();
    }

    private static Tensor Uniform(Shape shape, int seed, double scale) =>
        Tensor.Random(seed, Batch, shape.Channels, shape.Height, shape.Width, scale, shape.Depth);

    /// <summary>Weights keep the size of what goes through them, so that depth neither drowns nor bursts a network.</summary>
    private static Tensor Draw(ParameterSpec spec, int seed)
    {
        Tensor uniform = Like(spec.Shape, isVector: spec.Role != Role.Weight, seed);
        return spec.Role switch
        {
            Role.Weight => uniform.Map(value => (float)(value * Math.Sqrt(4.5 / spec.FanIn))),
            Role.Scale => uniform.Map(value => (float)(1.25 + (value * 0.75))),
            Role.RunningVariance => uniform.Map(value => (float)(1 + (value * 0.5))),
            Role.Slope => uniform.Map(value => (float)(value * 0.4)),
            _ => uniform.Map(value => (float)(value * 0.5)),
        };
    }

    private static Tensor Like(EquatableArray<int> shape, bool isVector, int seed)
    {
        int[] sizes = isVector ? [1, .. shape] : [.. shape];
        int Size(int fromEnd) => sizes.Length - fromEnd >= 2 ? sizes[^fromEnd] : 1;
        return Tensor.Random(seed, sizes[0], sizes[1], Size(2), Size(1), depth: Size(3));
    }
}
