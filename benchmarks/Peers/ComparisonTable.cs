using System.Globalization;

namespace NetGen.Peers;

/// <summary>Results as a table of plain text, a row at a time.</summary>
internal static class ComparisonTable
{
    /// <summary>The first line.</summary>
    public static string Header =>
        $"{"network",-12} {"NetGen ms",10} {"ORT ms",10} {"torch ms",10}  {"ratio",6} {"(of rounds)",-13} {"minima",6}  {"error",8}  {"other",5}  torch variant";

    /// <summary>
    /// One network: medians, the best peer's through NetGen's, that ratio's spread over the rounds, the ratio of the shortest
    /// predictions, NetGen's error, and the most that other processes used of the cores.
    /// </summary>
    public static string Row(ComparisonResult result)
    {
        ContenderResult? ort = Find(result, "ORT"), torch = Find(result, "torch");
        string spread = result.Spread is { } range ? $"({Ratio(range.Least)}…{Ratio(range.Most)})" : "";
        string row = string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Network.Name,-12} {Milliseconds(result.NetGen),10} {Milliseconds(ort),10} {Milliseconds(torch),10}  {Ratio(result.Ratio),6} {spread,-13} {Ratio(result.RatioOfMinima),6}  {result.NetGen.Error,8:0.0E+0}  {result.OtherCpu,5:F2}  {torch?.Variant}");
        return row.TrimEnd();
    }

    /// <summary>The geometric mean of the ratios of networks that round no weights; null where there are none.</summary>
    public static double? GeometricMean(IReadOnlyCollection<ComparisonResult> results)
    {
        double[] ratios = [.. results.Where(result => !result.Network.Rounds).Select(result => result.Ratio).OfType<double>()];
        return ratios.Length == 0 ? null : Math.Exp(ratios.Average(Math.Log));
    }

    private static ContenderResult? Find(ComparisonResult result, string name) => result.Contenders.FirstOrDefault(contender => contender.Name == name);

    /// <summary>Four digits.</summary>
    private static string Milliseconds(ContenderResult? contender) => contender?.Median switch
    {
        null => "",
        < 1 and double time => time.ToString("F4", CultureInfo.InvariantCulture),
        < 100 and double time => time.ToString("F2", CultureInfo.InvariantCulture),
        double time => time.ToString("F1", CultureInfo.InvariantCulture),
    };

    private static string Ratio(double? ratio) => ratio?.ToString("F2", CultureInfo.InvariantCulture) ?? "";
}
