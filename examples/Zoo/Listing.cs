using System.Globalization;

namespace NetGen.Examples.Zoo;

/// <summary>Lists the zoo: parameters and multiply-adds of every network beside the published figures.</summary>
internal static class Listing
{
    private static readonly string[] _header = ["network", "input", "parameters", "published", "multiply-adds", "published", "where"];

    /// <summary>Writes the table.</summary>
    public static void Write(TextWriter output)
    {
        List<string[]> rows = [_header, .. Catalogue.All.Select(Row)];
        int[] widths = [.. Enumerable.Range(0, _header.Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            string line = string.Join("  ", row.Select((cell, column) => IsNumber(column) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column])));
            output.WriteLine(line.TrimEnd());
        }
    }

    private static bool IsNumber(int column) => column is >= 2 and <= 5;

    private static string[] Row(ZooNetwork network) =>
    [
        network.Info.Name,
        network.Info.InputShape.ToString(),
        Number(network.Parameters),
        network.Published.Parameters ?? "",
        Number(network.MultiplyAdds),
        network.Published.MultiplyAdds ?? "",
        network.Published.Where,
    ];

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
