using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph;

/// <summary>A row of the layer table.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Kind">The operation.</param>
/// <param name="Output">The result for one image.</param>
/// <param name="Parameters">Learned values; buffers do not count.</param>
/// <param name="MultiplyAdds">Multiply-adds for one image.</param>
/// <param name="ReceptiveField">Pixels of the network's input that one value depends on, at most the whole image.</param>
/// <param name="ActivationBytes">Size of the result for one image.</param>
internal sealed record LayerSummary(
    string Name, string Kind, Shape Output, long Parameters, long MultiplyAdds, Size ReceptiveField, long ActivationBytes);

/// <summary>Makes the layer table: one row for each node behind the input.</summary>
internal static class LayerTable
{
    /// <summary>The table of a network.</summary>
    public static EquatableArray<LayerSummary> Of(NetworkGraph graph)
    {
        var rows = new List<LayerSummary>();
        var fields = new List<ReceptiveField>();
        foreach (Node node in graph.Nodes)
        {
            ReceptiveField field = FieldOf(graph, node, fields);
            fields.Add(field);
            if (node.Operation is not Input) rows.Add(RowOf(graph, node, field));
        }

        return rows.ToEquatableArray();
    }

    private static LayerSummary RowOf(NetworkGraph graph, Node node, ReceptiveField field) => new(
        node.Name,
        node.Operation.Kind,
        node.Shape,
        graph.ParametersOf(node).Where(parameter => ParameterTable.IsLearned(parameter.Role)).Sum(parameter => parameter.Length),
        node.Operation.MultiplyAdds(graph.InputShapes(node), node.Shape),
        field.Pixels,
        node.Shape.Length * sizeof(float));

    private static ReceptiveField FieldOf(NetworkGraph graph, Node node, List<ReceptiveField> fields)
    {
        if (node.Inputs.Count == 0) return ReceptiveField.OfInput(node.Shape);
        return ReceptiveField.Join([.. node.Inputs.Select(input => fields[input])]).Behind(node);
    }
}
