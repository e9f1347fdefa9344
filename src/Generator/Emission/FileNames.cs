using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Declarations;
using NetGen.Generator.Support;

namespace NetGen.Generator.Emission;

/// <summary>
/// Names of generated files. The compiler refuses two names that differ in case alone, and so do the file systems of Windows and
/// macOS; Windows has programs that take no path of more than 260 characters. So a name that would meet another one, or that is
/// long, ends with a hash behind a hyphen, which no identifier has.
/// </summary>
internal static class FileNames
{
    /// <summary>The most characters that a name has, with its extension.</summary>
    public const int MaxLength = 100;

    /// <summary>The file of what the kernels have in common.</summary>
    public const string Common = Kernels + Extension;

    private const string Kernels = "NetGen.Kernels";
    private const string Plan = ".Plan";
    private const string Extension = ".g.cs";

    /// <summary>The file with a network's surface or a block's stages.</summary>
    /// <param name="type">The class.</param>
    /// <param name="doubles">The names that several files of the project would have: see <see cref="Doubles"/>.</param>
    public static string OfType(TypeDeclaration type, EquatableArray<string> doubles) => Stem(type, doubles) + Extension;

    /// <summary>The file with a network's plan.</summary>
    /// <param name="type">The class.</param>
    /// <param name="doubles">As in <see cref="OfType"/>.</param>
    public static string OfPlan(TypeDeclaration type, EquatableArray<string> doubles) => Stem(type, doubles) + Plan + Extension;

    /// <summary>The file of a kernel.</summary>
    /// <param name="name">The kernel's name, which is unique however case is folded.</param>
    public static string OfKernel(string name)
    {
        string full = Kernels + "." + name;
        return (full.Length + Extension.Length > MaxLength ? Hashed(full, Extension.Length) : full) + Extension;
    }

    /// <summary>
    /// The names, in upper case, that more than one of a project's classes would give to a file: classes whose names differ in case,
    /// or a class called <c>Plan</c> in a namespace whose name a network has in other case.
    /// </summary>
    /// <param name="types">The names of all networks and blocks.</param>
    public static EquatableArray<string> Doubles(IEnumerable<string> types) => types
        .SelectMany(type => new[] { Fold(type), Fold(type + Plan) })
        .GroupBy(name => name, StringComparer.Ordinal)
        .Where(names => names.Count() > 1)
        .Select(names => names.Key)
        .OrderBy(name => name, StringComparer.Ordinal)
        .ToEquatableArray();

    /// <summary>What both files of a class begin with. It is the same for both, so that they stand side by side in a list.</summary>
    private static string Stem(TypeDeclaration type, EquatableArray<string> doubles)
    {
        string name = type.FullName;
        int rest = Plan.Length + Extension.Length;
        bool meets = doubles.Contains(Fold(name)) || doubles.Contains(Fold(name + Plan)) || name.StartsWith(Kernels, StringComparison.OrdinalIgnoreCase);
        return meets || name.Length + rest > MaxLength ? Hashed(name, rest) : name;
    }

    private static string Hashed(string name, int rest)
    {
        string hash = "-" + StableHash.Digits(name);
        return name.Substring(0, Math.Min(name.Length, MaxLength - rest - hash.Length)) + hash;
    }

    private static string Fold(string name) => name.ToUpperInvariant();
}
