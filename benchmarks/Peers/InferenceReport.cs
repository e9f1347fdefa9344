using System.Globalization;

namespace NetGen.Peers;

/// <summary>Measures networks and prints a row for each.</summary>
internal static class InferenceReport
{
    /// <summary>Measures and prints.</summary>
    /// <returns>The process's exit code: 1 where a result is wrong.</returns>
    public static int Run(InferenceSettings settings, TextWriter output)
    {
        int[] cores = Cores.For(settings.Threads);
        Cores.Pin(cores);
        using StreamWriter? json = settings.Json is null ? null : new StreamWriter(settings.Json);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{NetGenRuntime.Describe(settings.Path)}, batch {settings.Batch}, threads: {settings.Threads}, cores {string.Join(',', cores)}; {settings.Rounds} rounds of {settings.Seconds} s each"));
        output.WriteLine(ComparisonTable.Header);
        var results = new List<ComparisonResult>();
        foreach (PeerNetwork network in settings.Networks)
        {
            if (!settings.Kit.Has(network.Model, settings.Batch) && settings.Kit.Has(network.Model, 1))
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{network.Name}: the kit has no batch of {settings.Batch}."));
                continue;
            }

            ComparisonResult result = Comparison.Run(settings, network);
            results.Add(result);
            output.WriteLine(ComparisonTable.Row(result));
            json?.WriteLine(ComparisonJson.Line(result, settings.Path));
            json?.Flush();
        }

        if (ComparisonTable.GeometricMean(results) is { } mean) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"geometric mean {mean:F3}"));
        return Judge(results, output);
    }

    private static int Judge(List<ComparisonResult> results, TextWriter output)
    {
        int code = 0;
        foreach (ComparisonResult result in results)
        {
            foreach (ContenderResult contender in result.Contenders.Where(contender => !(contender.Error <= result.Network.LargestError)))
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"WRONG: {contender.Name} differs from the kit's result for {result.Network.Name} by {contender.Error:E1} of its largest value; {result.Network.LargestError:E0} is allowed."));
                code = 1;
            }
        }

        return code;
    }
}
