namespace NetGen;

/// <summary>What stands before names in one place and not in another.</summary>
/// <param name="Text">The prefix, with its last dot.</param>
/// <param name="Having">How many names begin with it.</param>
/// <param name="Total">How many names there are.</param>
internal sealed record NamePrefix(string Text, int Having, int Total)
{
    /// <summary>Names to look for a prefix by; should a few be missing everywhere, the others still tell.</summary>
    private const int Tried = 16;

    /// <summary>The prefix under which most of some names stand among others; null unless half of them do, and more than without it.</summary>
    public static NamePrefix? Find(IReadOnlyCollection<string> names, IReadOnlyCollection<string> prefixed)
    {
        var known = prefixed.ToHashSet(StringComparer.Ordinal);
        int Fitting(string prefix) => names.Count(name => known.Contains(prefix + name));
        string? best = names.Take(Tried).SelectMany(name => PrefixesOf(name, prefixed)).Distinct(StringComparer.Ordinal)
            .OrderByDescending(Fitting).ThenBy(prefix => prefix.Length).FirstOrDefault();
        return best is not null && Fitting(best) > Fitting("") && Fitting(best) * 2 >= names.Count
            ? new NamePrefix(best, prefixed.Count(name => name.StartsWith(best, StringComparison.Ordinal)), prefixed.Count)
            : null;
    }

    /// <summary>A sentence on whose names begin so, who writes them, and what to do.</summary>
    public string Describe(string owner, string advice)
    {
        string names = Having == Total ? $"All {Total} names" : $"{Having} of the {Total} names";
        return $"{names} of {owner} begin with '{Text}'{Writer()}: {advice}.";
    }

    private static IEnumerable<string> PrefixesOf(string name, IEnumerable<string> prefixed) =>
        prefixed.Where(other => other.EndsWith("." + name, StringComparison.Ordinal)).Select(other => other[..^name.Length]);

    private string Writer()
    {
        string[] writers = [.. Text.Split('.').Select(part => part switch
        {
            "module" => "torch.nn.DataParallel",
            "_orig_mod" => "torch.compile",
            "model" => "a class that holds the network as its model",
            _ => null,
        }).OfType<string>()];
        return writers.Length == 0 ? "" : $", as {string.Join(" and ", writers)} writes them";
    }
}
