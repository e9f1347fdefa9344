namespace NetGen;

/// <summary>Messages for a name that does not exist.</summary>
internal static class NearestName
{
    /// <summary>Says that a name is unknown and which of the known ones is most like it.</summary>
    public static string Describe(string name, IReadOnlyCollection<string> known, string owner)
    {
        string? nearest = known.MinBy(candidate => Distance(name, candidate));
        return nearest is null
            ? $"{owner} has no parameter '{name}'; it has none at all."
            : $"{owner} has no parameter '{name}'; the nearest name is '{nearest}'.";
    }

    /// <summary>The candidate most like a name; null where none has half of it in common.</summary>
    public static string? Find(string name, IReadOnlyCollection<string> candidates)
    {
        string? nearest = candidates.MinBy(candidate => Distance(name, candidate));
        return nearest is not null && Distance(name, nearest) * 2 <= Math.Max(name.Length, nearest.Length) ? nearest : null;
    }

    /// <summary>Levenshtein's distance: characters to insert, delete or replace.</summary>
    private static int Distance(string first, string second)
    {
        int[] row = [.. Enumerable.Range(0, second.Length + 1)];
        for (int i = 1; i <= first.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= second.Length; j++)
            {
                int replaced = diagonal + (first[i - 1] == second[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[second.Length];
    }
}
