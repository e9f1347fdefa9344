using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Support;

namespace NetGen.Generator.Declarations;

/// <summary>
/// What must be known of a stage to write the part of it that C# asks for. Equal by value; see <see cref="NetworkModel"/>.
/// </summary>
/// <param name="Modifiers">As in <c>private static</c>.</param>
/// <param name="Name">The method's name as it stands in code.</param>
/// <param name="Parameters">Their names as they stand in code.</param>
internal sealed record StageDeclaration(string Modifiers, string Name, EquatableArray<string> Parameters)
{
    /// <summary>The stages of a class that can be given a body: partial methods of tensors.</summary>
    public static EquatableArray<StageDeclaration> Of(INamedTypeSymbol type) => StageGraphReader.StagesOf(type)
        .Where(method => method.IsPartialDefinition && KnownNames.IsTensor(method.ReturnType) && method.TypeParameters.Length == 0
            && method.Parameters.All(parameter => KnownNames.IsTensor(parameter.Type) && parameter is { RefKind: RefKind.None, IsParams: false }))
        .Select(method => new StageDeclaration(
            ModifiersOf(method), TypeDeclaration.Escape(method.Name),
            method.Parameters.Select(parameter => TypeDeclaration.Escape(parameter.Name)).ToEquatableArray()))
        .ToEquatableArray();

    private static string ModifiersOf(IMethodSymbol method) =>
        SyntaxFacts.GetText(method.DeclaredAccessibility) + (method.IsStatic ? " static" : "");
}
