using System.Globalization;
using System.Text;

namespace NetGen;

/// <summary>Writes a network's layers as a table in plain text.</summary>
internal static class LayerTable
{
    private const int TextColumns = 3;

    private static readonly string[] _header = ["layer", "kind", "output", "parameters", "multiply-adds", "field", "bytes"];

    public static string Format(NetworkInfo info)
    {
        var rows = new List<string[]> { _header };
        rows.AddRange(info.Layers.Select(Row));
        rows.Add(
        [
            "total", "", info.OutputShape.ToString(), Number(info.ParameterCount), Number(info.MultiplyAdds), "", Number(info.ActivationBytes),
        ]);

        int[] widths = [.. Enumerable.Range(0, _header.Length).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        text.Append(info.Name).Append(": ").Append(info.InputShape).Append(" → ").Append(info.OutputShape).Append('\n');
        foreach (string[] row in rows)
        {
            AppendRow(text, row, widths);
        }

        return text.ToString(0, text.Length - 1);
    }

    private static string[] Row(LayerInfo layer) =>
    [
        layer.Name, layer.Kind, layer.OutputShape.ToString(), Number(layer.Parameters), Number(layer.MultiplyAdds),
        Number(layer.ReceptiveField), Number(layer.ActivationBytes),
    ];

    private static void AppendRow(StringBuilder text, string[] row, int[] widths)
    {
        int start = text.Length;
        for (int column = 0; column < row.Length; column++)
        {
            string cell = column < TextColumns ? row[column].PadRight(widths[column]) : row[column].PadLeft(widths[column]);
            text.Append(column == 0 ? "" : "  ").Append(cell);
        }

        string line = text.ToString(start, text.Length - start).TrimEnd();
        text.Length = start;
        text.Append(line).Append('\n');
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
