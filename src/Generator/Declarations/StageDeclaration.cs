using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Support;

namespace NetGen.Generator.Declarations;

/// <summary>
/// What must be known of a stage to write the part of it that C# asks for. Equal by value; see <see cref="NetworkModel"/>.
/// </summary>
/// <param name="Modifiers">As in <c>private static</c>.</param>
/// <param name="Type">What it gives.</param>
/// <param name="Name">The method's name as it stands in code.</param>
/// <param name="Parameters">Types and names as they stand in code.</param>
internal sealed record StageDeclaration(string Modifiers, string Type, string Name, EquatableArray<string> Parameters)
{
    /// <summary>The stages of a class that can be given a body, right or wrong, so that a mistake is one error.</summary>
    public static EquatableArray<StageDeclaration> Of(INamedTypeSymbol type) => StageGraphReader.StagesOf(type)
        .Where(method => method is { IsPartialDefinition: true, TypeParameters.Length: 0, ReturnsByRef: false, ReturnsByRefReadonly: false }
            && NeedsBody(method) && method.Parameters.All(parameter => parameter is { RefKind: RefKind.None, IsParams: false }))
        .Select(method => new StageDeclaration(
            ModifiersOf(method), NameOf(method.ReturnType), TypeDeclaration.Escape(method.Name),
            method.Parameters.Select(parameter => NameOf(parameter.Type) + " " + TypeDeclaration.Escape(parameter.Name)).ToEquatableArray()))
        .ToEquatableArray();

    /// <summary>A method that gives nothing and has no accessibility of its own may stay without a body, and must not be given another accessibility.</summary>
    private static bool NeedsBody(IMethodSymbol method) => !method.ReturnsVoid || method.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax()).OfType<MethodDeclarationSyntax>()
        .Any(declaration => declaration.Modifiers.Any(modifier => SyntaxFacts.IsAccessibilityModifier(modifier.Kind())));

    private static string NameOf(ITypeSymbol type) => type.ToDisplayString(
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier));

    private static string ModifiersOf(IMethodSymbol method) =>
        SyntaxFacts.GetText(method.DeclaredAccessibility) + (method.IsStatic ? " static" : "");
}
