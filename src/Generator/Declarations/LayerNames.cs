using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declarations;

/// <summary>
/// Names layers: the stem and a running number, which counts every layer of that stem, so that naming one layer renames no
/// other.
/// </summary>
internal sealed class LayerNames
{
    private readonly Dictionary<string, int> _numbers = [];
    private readonly HashSet<string> _taken = ["input"];

    /// <summary>The next layer's name.</summary>
    /// <param name="stem">Of its kind.</param>
    /// <param name="given">The name the user gave, or null.</param>
    /// <param name="wrong">What is wrong with the name, or null.</param>
    public string Next(string stem, string? given, out DiagnosticDescriptor? wrong)
    {
        _numbers.TryGetValue(stem, out int number);
        _numbers[stem] = ++number;
        string name = given ?? stem + number;
        wrong = !IsValid(name) ? Descriptors.InvalidName : !_taken.Add(name) ? Descriptors.DuplicateName : null;
        return name;
    }

    /// <summary>Whether a name is made of letters, digits and underscores, in parts between dots: <c>features.0</c>.</summary>
    private static bool IsValid(string name) => name.Split('.').All(part => part.Length > 0 && part.All(IsWordCharacter));

    private static bool IsWordCharacter(char c) => c is '_' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
