using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using NetGen.Generator.Declarations;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Support;

namespace NetGen.Generator.Emission;

/// <summary>Writes what is known of a network: its layer table, as documentation and as an object.</summary>
internal static class SurfaceInfo
{
    private static readonly string[] _header = ["layer", "kind", "output", "parameters", "multiply-adds", "field", "bytes"];

    /// <summary>The remarks that an editor shows when the mouse rests on the class.</summary>
    public static void Document(CodeWriter writer, NetworkGraph graph, EquatableArray<LayerSummary> layers)
    {
        writer.Line("/// <remarks>");
        string inputs = string.Join(", ", graph.Inputs.Select(index => graph.Nodes[index].Shape));
        string outputs = string.Join(", ", graph.Results.Select(result => graph.Nodes[result.Node].Shape));
        writer.Line($"/// <para>{inputs} → {outputs}. Fields are the pixels of the image that a value depends on.</para>");
        writer.Line("/// <code>");
        foreach (string line in Table(layers)) writer.Line("/// " + line);
        writer.Line("/// </code>");
        writer.Line("/// </remarks>");
    }

    /// <summary>The nested class that makes the network's <c>NetworkInfo</c>. Nothing there can be null, and the compiler need not look for it.</summary>
    public static void Holder(CodeWriter writer, TypeDeclaration type, NetworkGraph graph, EquatableArray<LayerSummary> layers)
    {
        writer.Line();
        writer.Line("#nullable disable");
        HolderClass(writer, type, graph, layers);
        writer.Line("#nullable enable");
    }

    private static void HolderClass(CodeWriter writer, TypeDeclaration type, NetworkGraph graph, EquatableArray<LayerSummary> layers)
    {
        using CodeWriter.Scope holder = writer.Block("private static class " + SurfaceNames.InfoHolder);
        writer.Line("internal static readonly global::NetGen.NetworkInfo Value = new global::NetGen.NetworkInfo(");
        writer.Line($"    \"{type.Name}\",");
        Tensors(writer, graph.Inputs.Select(index => (graph.Nodes[index].Name, graph.Nodes[index].Shape, (float?)null)));
        Tensors(writer, graph.Results.Select(result => (result.Name, graph.Nodes[result.Node].Shape, result.AuxiliaryWeight)));
        writer.Line("    new global::NetGen.LayerInfo[]");
        writer.Line("    {");
        foreach (LayerSummary layer in layers) writer.Line("        " + NewLayer(layer) + ",");
        writer.Line("    },");
        writer.Line("    new global::NetGen.ParameterInfo[]");
        writer.Line("    {");
        foreach (ParameterSpec parameter in ParameterTable.Of(graph)) writer.Line("        " + NewParameter(parameter) + ",");
        writer.Line("    });");
    }

    private static void Tensors(CodeWriter writer, IEnumerable<(string Name, Shape Shape, float? Weight)> tensors)
    {
        long offset = 0;
        writer.Line("    new global::NetGen.TensorInfo[]");
        writer.Line("    {");
        foreach ((string name, Shape shape, float? weight) in tensors)
        {
            string factor = weight is { } value ? ", " + KernelText.Literal(value) : "";
            writer.Line(FormattableString.Invariant($"        new(\"{name}\", {NewShape(shape.Dimensions)}, {offset}{factor}),"));
            offset += shape.Length;
        }

        writer.Line("    },");
    }

    private static string NewLayer(LayerSummary layer) => FormattableString.Invariant(
        $"new(\"{layer.Name}\", \"{layer.Kind}\", {NewShape(layer.Output.Dimensions)}, {layer.Parameters}L, {layer.MultiplyAdds}L, {FieldEdge(layer)}, {layer.ActivationBytes}L)");

    private static string NewParameter(ParameterSpec parameter) => FormattableString.Invariant(
        $"new(\"{parameter.Name}\", global::NetGen.ParameterRole.{parameter.Role}, {parameter.FanIn}, {parameter.Offset}, [{Numbers(parameter.Shape)}]{Init(parameter)})");

    /// <summary>How the parameter begins, where that is not what its role begins with.</summary>
    private static string Init(ParameterSpec parameter) => parameter.Init == Initialization.Of(parameter.Role) ? "" : FormattableString.Invariant(
        $", global::NetGen.InitializerKind.{parameter.Init.Kind}, {parameter.Init.Scale:R}");

    private static string NewShape(EquatableArray<int> dimensions) => $"new({Numbers(dimensions)})";

    private static string Numbers(EquatableArray<int> numbers) =>
        string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));

    private static int FieldEdge(LayerSummary layer) =>
        Math.Max(Math.Max(layer.ReceptiveField.Height, layer.ReceptiveField.Width), layer.ReceptiveField.Depth);

    /// <summary>Rows and columns, after the planes of a volume.</summary>
    private static string Field(LayerSummary layer)
    {
        Size field = layer.ReceptiveField;
        return (field.Depth == 1 ? "" : field.Depth.ToString(CultureInfo.InvariantCulture) + "×") + FormattableString.Invariant($"{field.Height}×{field.Width}");
    }

    private static IEnumerable<string> Table(EquatableArray<LayerSummary> layers)
    {
        List<string[]> rows = [_header, .. layers.Select(Row), Total(layers)];
        int[] widths = [.. _header.Select((_, column) => rows.Max(row => row[column].Length))];
        return rows.Select(row => Align(row, widths));
    }

    private static string[] Row(LayerSummary layer) =>
    [
        layer.Name, layer.Kind, layer.Output.ToString(), Number(layer.Parameters), Number(layer.MultiplyAdds),
        Field(layer), Number(layer.ActivationBytes),
    ];

    private static string[] Total(EquatableArray<LayerSummary> layers) =>
    [
        "total", "", "", Number(layers.Sum(layer => layer.Parameters)), Number(layers.Sum(layer => layer.MultiplyAdds)), "",
        Number(layers.Sum(layer => layer.ActivationBytes)),
    ];

    /// <summary>Words to the left, numbers to the right.</summary>
    private static string Align(string[] row, int[] widths)
    {
        var line = new StringBuilder();
        for (int column = 0; column < row.Length; column++)
        {
            if (column > 0) line.Append("  ");
            line.Append(column < 3 ? row[column].PadRight(widths[column]) : row[column].PadLeft(widths[column]));
        }

        return line.ToString().TrimEnd();
    }

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
