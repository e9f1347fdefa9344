using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;

namespace NetGen.RandomGraphs.Tests.Oracle;

/// <summary>Walks a graph, layer by layer, with the reference.</summary>
/// <param name="graph">The network.</param>
/// <param name="values">Its numbers.</param>
/// <param name="noise">Disturbs every result and every gradient; null computes exactly.</param>
internal sealed class Interpreter(NetworkGraph graph, NetworkValues values, Noise? noise = null)
{
    /// <summary>The results of a prediction, in order.</summary>
    public Tensor[] Predict()
    {
        LayerResult[] results = Walk(new Pass(Training: false, RandomKey: 0));
        return [.. graph.Results.Where(result => result.AuxiliaryWeight is null).Select(result => results[result.Node].Output)];
    }

    /// <summary>The results of a training step, with those that exist in training only, and all gradients.</summary>
    public TrainingResult Train(ulong randomKey)
    {
        var pass = new Pass(Training: true, randomKey);
        LayerResult[] results = Walk(pass);
        Tensor[] outputs = [.. graph.Results.Select(result => results[result.Node].Output)];
        return new TrainingResult(outputs, pass.Statistics, WalkBack(results), pass.Margin);
    }

    private LayerResult[] Walk(Pass pass)
    {
        var results = new LayerResult[graph.Nodes.Count];
        int[] inputs = [.. graph.Inputs];
        for (int i = 0; i < results.Length; i++)
        {
            Node node = graph.Nodes[i];
            if (node.Operation is Input)
            {
                results[i] = new LayerResult(values.Inputs[Array.IndexOf(inputs, i)], _ => new Gradients([]));
                continue;
            }

            LayerResult result = LayerOracle.Run(new LayerRun(node, i, [.. node.Inputs.Select(input => results[input].Output)], ParametersOf(node), pass));
            results[i] = result with { Output = Disturb(result.Output) };
        }

        return results;
    }

    private Dictionary<string, GradientTensor> WalkBack(LayerResult[] results)
    {
        var gradients = new Dictionary<string, GradientTensor>();
        Tensor[] byOutput = [.. results.Select(result => result.Output.Like())];
        for (int i = 0; i < graph.Results.Count; i++) Accumulate(byOutput[graph.Results[i].Node], values.OutputGradients[i]);
        for (int i = results.Length - 1; i >= 0; i--)
        {
            Node node = graph.Nodes[i];
            Gradients back = results[i].Backward(byOutput[i]);
            for (int input = 0; input < node.Inputs.Count; input++) Accumulate(byOutput[node.Inputs[input]], Disturb(back.Inputs[input]));
            HashSet<Role> learned = [.. graph.ParametersOf(node).Select(parameter => parameter.Role)];
            foreach ((Role role, Tensor value) in back.Parameters.Where(parameter => learned.Contains(parameter.Role)))
                gradients[ParameterTable.NameOf(node, role)] = new GradientTensor(value, GradientTensor.ScaleOf(role, value, byOutput[i]));
        }

        return gradients;
    }

    private Dictionary<Role, Tensor> ParametersOf(Node node) => graph.ParametersOf(node).ToDictionary(
        parameter => parameter.Role, parameter => values.Parameters[ParameterTable.NameOf(node, parameter.Role)]);

    private static void Accumulate(Tensor sum, Tensor part)
    {
        for (int i = 0; i < sum.Values.Length; i++) sum.Values[i] += part.Values[i];
    }

    private Tensor Disturb(Tensor x) => noise is null ? x : noise.Disturb(x);
}

/// <summary>A training step as the reference computes it.</summary>
/// <param name="Outputs">All results.</param>
/// <param name="Statistics">Running statistics after the step, by name.</param>
/// <param name="Gradients">By name of the parameter.</param>
/// <param name="Margin">How close any value comes to a kink; see <see cref="Pass.Margin"/>.</param>
internal sealed record TrainingResult(
    Tensor[] Outputs, IReadOnlyDictionary<string, Tensor> Statistics, IReadOnlyDictionary<string, GradientTensor> Gradients, double Margin);

/// <summary>A gradient, and the size that its errors are relative to.</summary>
internal sealed record GradientTensor(Tensor Value, double Scale)
{
    /// <summary>
    /// The largest value; but what is added to a whole channel may be taken out again by the normalisation behind it, and then
    /// its gradient is a sum that vanishes: the error of such a sum is relative to its terms, here to a hundredth of them.
    /// </summary>
    public static double ScaleOf(Role role, Tensor value, Tensor outputGradient)
    {
        double largest = Pass.Largest(value);
        if (role is not (Role.Bias or Role.Shift) || value.Pixels > 1) return largest;
        double[] terms = new double[value.Channels];
        foreach ((int n, int c, int row, int column) in outputGradient.Indices) terms[c] += Math.Abs(outputGradient[n, c, row, column]);
        return Math.Max(largest, terms.Max() / 100);
    }
}

/// <summary>Changes every value by up to a part of itself, as the roundings of floats do.</summary>
internal sealed class Noise(int seed, double size)
{
    private readonly Random _random = new(seed);

    public Tensor Disturb(Tensor x) => x.Map(value => value * (1 + (size * ((2 * _random.NextDouble()) - 1))));
}
