using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Support;

namespace NetGen.Generator.Declarations;

/// <summary>What must be known of a class to write another part of it. Equal by value; see <see cref="NetworkModel"/>.</summary>
/// <param name="Namespace">Without <c>global::</c>; empty in the global namespace.</param>
/// <param name="Containers">The types it is nested in, outermost first.</param>
/// <param name="Name">Without escape and type parameters.</param>
/// <param name="TypeParameters">As in <c>&lt;T&gt;</c>, or empty.</param>
/// <param name="Form">What kind of class it is.</param>
internal sealed record TypeDeclaration(
    string Namespace, EquatableArray<ContainingType> Containers, string Name, string TypeParameters, TypeForm Form)
{
    /// <summary>The name as it stands in code.</summary>
    public string Identifier => Escape(Name);

    /// <summary>The name in code with type parameters: <c>Net&lt;T&gt;</c>.</summary>
    public string Self => Identifier + TypeParameters;

    /// <summary>The class's name in the project, as the runtime writes it: <c>Vision.Outer+LeNet5</c>.</summary>
    public string FullName
    {
        get
        {
            string[] parts = [.. Containers.Select(container => Arity(container.Name, container.TypeParameters)), Arity(Name, TypeParameters)];
            return (Namespace.Length > 0 ? Namespace + "." : "") + string.Join("+", parts);
        }
    }

    /// <summary>The namespace as it stands in code.</summary>
    public string EscapedNamespace => string.Join(".", Namespace.Split('.').Select(Escape));

    /// <summary>An identifier with the @ that keywords need.</summary>
    public static string Escape(string identifier)
    {
        bool keyword = SyntaxFacts.GetKeywordKind(identifier) != SyntaxKind.None
            || SyntaxFacts.GetContextualKeywordKind(identifier) != SyntaxKind.None;
        return keyword ? "@" + identifier : identifier;
    }

    private static string Arity(string name, string typeParameters) =>
        typeParameters.Length == 0 ? name : name + "`" + typeParameters.Split(',').Length;
}

/// <summary>A type around the network's class.</summary>
/// <param name="Keyword">What it is: class, struct, interface, record, record struct.</param>
/// <param name="Name">Without escape.</param>
/// <param name="TypeParameters">As in <c>&lt;T&gt;</c>, or empty.</param>
internal sealed record ContainingType(string Keyword, string Name, string TypeParameters);

/// <summary>What kind of class carries the attributes, as far as it decides what can be generated.</summary>
internal enum TypeForm
{
    /// <summary>A class that can become a network.</summary>
    Class,

    /// <summary>A record class.</summary>
    Record,

    /// <summary>A class that no constructor can be added to: it has a primary one, or its base class asks for arguments.</summary>
    NoConstructor,

    /// <summary>A static class.</summary>
    Static,

    /// <summary>A class that no other part can be added to: it, or a type around it, is not partial.</summary>
    Closed,
}
