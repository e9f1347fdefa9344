using System.Globalization;

namespace NetGen.Generator.Support;

/// <summary>A hash of text that is the same in every process and on every machine, unlike that of <see cref="string.GetHashCode()"/>.</summary>
internal static class StableHash
{
    /// <summary>FNV-1a in 64 bits, over UTF-16 code units: wide enough that names of thousands of files do not meet by chance.</summary>
    public static ulong Of(string text)
    {
        ulong hash = 14_695_981_039_346_656_037;
        foreach (char character in text) hash = unchecked((hash ^ character) * 1_099_511_628_211);
        return hash;
    }

    /// <summary>The hash as 16 digits, which differ however case is folded.</summary>
    public static string Digits(string text) => Of(text).ToString("x16", CultureInfo.InvariantCulture);
}
