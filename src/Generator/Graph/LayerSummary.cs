using System;
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
        new Size(
            (int)Math.Min(field.Height, graph.Input.Shape.Height), (int)Math.Min(field.Width, graph.Input.Shape.Width)),
        node.Shape.Length * sizeof(float));

    private static ReceptiveField FieldOf(NetworkGraph graph, Node node, List<ReceptiveField> fields)
    {
        if (node.Inputs.Count == 0) return ReceptiveField.OfInput(node.Shape);
        ReceptiveField first = fields[node.Inputs[0]];
        return first.Behind(node.Operation.WindowOn(first.Image), first.ImageBehind(node));
    }
}

/// <summary>
/// The recurrence of receptive fields: a window of k pixels that moves by s widens the field by (k − 1) jumps and
/// multiplies the jump by s.
/// </summary>
/// <param name="Height">Rows of the network's input that one value depends on, counting its padding.</param>
/// <param name="Width">Columns of it.</param>
/// <param name="JumpHeight">Rows of the input between neighbouring rows here.</param>
/// <param name="JumpWidth">Columns of the input between neighbouring columns here.</param>
/// <param name="Image">The last shape with rows and columns; Flatten keeps it, because its values still see one pixel each.</param>
internal sealed record ReceptiveField(long Height, long Width, long JumpHeight, long JumpWidth, Shape Image)
{
    public static ReceptiveField OfInput(Shape shape) => new(1, 1, 1, 1, shape);

    public ReceptiveField Behind(Window window, Shape image) => new(
        Budget.Add(Height, Budget.Multiply(window.Extent.Height - 1, JumpHeight)),
        Budget.Add(Width, Budget.Multiply(window.Extent.Width - 1, JumpWidth)),
        Budget.Multiply(JumpHeight, window.Stride.Height),
        Budget.Multiply(JumpWidth, window.Stride.Width),
        image);

    public Shape ImageBehind(Node node) =>
        node.Operation.MixesPixels ? Shape.Of(node.Shape.Channels, 1, 1) : node.Shape.Rank == 3 ? node.Shape : Image;
}
