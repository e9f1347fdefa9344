using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph;

/// <summary>What a parameter is to its layer.</summary>
internal enum ParameterRole
{
    /// <summary>The weights of a convolution or a linear layer.</summary>
    Weight,

    /// <summary>What such a layer adds to each output.</summary>
    Bias,

    /// <summary>γ of a normalisation.</summary>
    Scale,

    /// <summary>β of a normalisation.</summary>
    Shift,

    /// <summary>The factor of negative values that PReLU learns.</summary>
    Slope,

    /// <summary>The running mean of a normalisation; a buffer, not learned.</summary>
    RunningMean,

    /// <summary>The running variance of a normalisation; a buffer, not learned.</summary>
    RunningVariance,
}

/// <summary>One tensor of parameters in a network's memory.</summary>
/// <param name="Name">As in a PyTorch state_dict: <c>conv1.weight</c>.</param>
/// <param name="Shape">Its dimensions, row-major.</param>
/// <param name="Role">What it is to its layer.</param>
/// <param name="FanIn">Inputs of one output of its layer, for the initialisation; 0 for a normalisation.</param>
/// <param name="Init">How it begins, in numbers.</param>
/// <param name="Offset">Where it lies, in floats; a multiple of 16, which is a cache line.</param>
internal sealed record ParameterSpec(
    string Name, EquatableArray<int> Shape, ParameterRole Role, int FanIn, Initialization Init, int Offset)
{
    /// <summary>Values.</summary>
    public int Length => (int)ParameterTable.LengthOf(Shape);

    /// <summary>Whether training changes it by its gradient.</summary>
    public bool IsLearned => ParameterTable.IsLearned(Role);
}

/// <summary>Where each parameter of a network lies: in the order of the nodes, each on a cache line of its own.</summary>
internal static class ParameterTable
{
    private const int Alignment = 16;

    /// <summary>The table of a network.</summary>
    public static EquatableArray<ParameterSpec> Of(NetworkGraph graph)
    {
        var table = new List<ParameterSpec>();
        IReadOnlyList<double> gains = Gain.Of(graph);
        int offset = 0;
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            foreach (LayerParameter parameter in graph.ParametersOf(node))
            {
                var spec = new ParameterSpec(
                    node.Name + "." + SuffixOf(parameter.Role), parameter.Shape, parameter.Role, parameter.FanIn,
                    InitOf(parameter, gains[i]), offset);
                table.Add(spec);
                offset += (spec.Length + Alignment - 1) / Alignment * Alignment;
            }
        }

        return table.ToEquatableArray();
    }

    /// <summary>The name of a node's parameter, whether there is one or not; several roles may share it.</summary>
    public static string NameOf(Node node, ParameterRole role) => node.Name + "." + SuffixOf(role);

    private static Initialization InitOf(LayerParameter parameter, double gain)
    {
        Initialization usual = Initialization.Of(parameter.Role);
        Initialization declared = parameter.Init ?? (parameter.Role == ParameterRole.Weight ? usual with { Scale = double.NaN } : usual);
        return declared.Close(gain);
    }

    /// <summary>The product of the dimensions, saturating.</summary>
    public static long LengthOf(EquatableArray<int> shape) =>
        shape.Aggregate(1L, (product, dimension) => Budget.Multiply(product, dimension));

    /// <summary>Whether training changes a parameter by its gradient.</summary>
    public static bool IsLearned(ParameterRole role) =>
        role is not (ParameterRole.RunningMean or ParameterRole.RunningVariance);

    private static string SuffixOf(ParameterRole role) => role switch
    {
        ParameterRole.Weight or ParameterRole.Scale or ParameterRole.Slope => "weight",
        ParameterRole.Bias or ParameterRole.Shift => "bias",
        ParameterRole.RunningMean => "running_mean",
        _ => "running_var",
    };
}
