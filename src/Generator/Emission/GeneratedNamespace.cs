using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Emission;

/// <summary>
/// The namespace of what is generated beside the users' own classes: kernels and plans. It names the assembly, because one that sees
/// another one's internal classes would else see each kernel twice. All its files have their usings inside it, where no class, alias or
/// namespace of the user's comes before them.
/// </summary>
internal static class GeneratedNamespace
{
    /// <summary>The longest assembly's name that is taken as it is.</summary>
    private const int LongestName = 40;

    /// <summary>The namespace for an assembly.</summary>
    public static string Of(string? assembly) => "NetGen.Generated." + Identifier(assembly ?? "");

    /// <summary>The assembly's name where it is an identifier; else what can stay of it, and a hash.</summary>
    private static string Identifier(string assembly)
    {
        string name = new([.. assembly.Take(LongestName).Select(character => IsPlain(character) ? character : '_')]);
        if (name.Length == 0 || char.IsDigit(name[0])) name = "_" + name;
        return name == assembly && Declarations.TypeDeclaration.Escape(name) == name ? name : name + "_" + StableHash.Digits(assembly);
    }

    private static bool IsPlain(char character) => character == '_' || char.IsLetterOrDigit(character);
}
