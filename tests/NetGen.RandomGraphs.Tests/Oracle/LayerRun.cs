using NetGen.Generator.Graph;

namespace NetGen.RandomGraphs.Tests.Oracle;

/// <summary>One layer while the reference computes it.</summary>
/// <param name="Node">The layer.</param>
/// <param name="Number">Its number in the graph, which tells dropout's masks of layers apart.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="Parameters">Its parameters by what they are to it.</param>
/// <param name="Pass">The pass over the network.</param>
internal sealed record LayerRun(Node Node, int Number, Tensor[] Inputs, IReadOnlyDictionary<Role, Tensor> Parameters, Pass Pass)
{
    public Tensor X => Inputs[0];

    /// <summary>A parameter, or null where the layer has none of the role.</summary>
    public Tensor? Parameter(Role role) => Parameters.GetValueOrDefault(role);
}

/// <summary>What a layer computed, and the way back.</summary>
/// <param name="Output">The result.</param>
/// <param name="Backward">From the gradient by the result to those by inputs and parameters.</param>
internal sealed record LayerResult(Tensor Output, Func<Tensor, Gradients> Backward);

/// <summary>The gradients of one layer.</summary>
/// <param name="Inputs">By each input.</param>
/// <param name="Parameters">By each parameter that is learned.</param>
internal sealed record Gradients(Tensor[] Inputs, params (Role Role, Tensor Value)[] Parameters);

/// <summary>One pass over a network.</summary>
/// <param name="Training">Whether batch normalisation uses the batch, and dropout drops.</param>
/// <param name="RandomKey">The key of dropout's masks.</param>
internal sealed record Pass(bool Training, ulong RandomKey)
{
    /// <summary>
    /// The smallest distance of a value from a kink of the function that it goes through, relative to the largest value of
    /// its tensor: on the wrong side of a kink a gradient is another one, however exact the arithmetic.
    /// </summary>
    public double Margin { get; private set; } = double.PositiveInfinity;

    /// <summary>Running statistics after the pass, by parameter.</summary>
    public Dictionary<string, Tensor> Statistics { get; } = [];

    /// <summary>Takes note of distances from kinks. A value that lies on one exactly does so in floats too, and is on no wrong side.</summary>
    public void NoteDistances(Tensor x, IEnumerable<double> distances)
    {
        double largest = Largest(x);
        foreach (double distance in distances.Where(distance => distance != 0))
            Margin = Math.Min(Margin, Math.Abs(distance) / largest);
    }

    public static double Largest(Tensor x)
    {
        double largest = 0;
        foreach (double value in x.Values) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
