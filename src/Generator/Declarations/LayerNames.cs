using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declarations;

/// <summary>
/// Names layers: the stem and a running number, which counts every layer of that stem, so that naming one layer renames no
/// other. Stages and blocks have numbers of their own behind their prefix: <c>layer1.0.residual.conv1</c>.
/// </summary>
internal sealed class LayerNames
{
    private readonly Dictionary<string, int> _numbers = [];
    private readonly HashSet<string> _taken;
    private readonly string _prefix;

    /// <summary>The names of a network's own layers.</summary>
    public LayerNames()
        : this("", ["input"])
    {
    }

    private LayerNames(string prefix, HashSet<string> taken)
    {
        _prefix = prefix;
        _taken = taken;
    }

    /// <summary>The names inside a stage or a block.</summary>
    public LayerNames Within(string name) => new(_prefix + name + ".", _taken);

    /// <summary>The next layer's name.</summary>
    /// <param name="stem">Of its kind.</param>
    /// <param name="given">The name the user gave, or null.</param>
    /// <param name="wrong">What is wrong with the name, or null.</param>
    public string Next(string stem, string? given, out DiagnosticDescriptor? wrong)
    {
        string own = given ?? stem + (Count(stem) + 1);
        _numbers[stem] = Count(stem) + 1;
        string name = _prefix + own;
        wrong = !IsValid(own) ? Descriptors.InvalidName : !_taken.Add(name) ? Descriptors.DuplicateName : null;
        return name;
    }

    /// <summary>The number of the next block, counted from 0.</summary>
    public string NextIndex()
    {
        const string Blocks = "#";
        int index = Count(Blocks);
        _numbers[Blocks] = index + 1;
        return index.ToString(CultureInfo.InvariantCulture);
    }

    private int Count(string stem) => _numbers.TryGetValue(stem, out int number) ? number : 0;

    /// <summary>Whether a name is made of letters, digits and underscores, in parts between dots: <c>features.0</c>.</summary>
    public static bool IsValid(string name) => name.Split('.').All(part => part.Length > 0 && part.All(IsWordCharacter));

    private static bool IsWordCharacter(char c) => c is '_' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
