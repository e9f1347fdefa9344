using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Declarations;

/// <summary>The arguments of one attribute, by the names of constructor parameters and properties.</summary>
internal sealed class AttributeArguments(AttributeData attribute)
{
    /// <summary>
    /// Whether the compiler understood the attribute. Where it did not, it says so itself: an argument is missing, is no
    /// constant, or has the wrong type.
    /// </summary>
    public bool AreComplete(CancellationToken cancellation) =>
        attribute.AttributeConstructor is not null
        && attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is { ContainsDiagnostics: false } syntax
        && ((Microsoft.CodeAnalysis.CSharp.Syntax.AttributeSyntax)syntax).ArgumentList?.CloseParenToken.IsMissing != true
        && attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(pair => pair.Value)).All(IsComplete)
        && !NamesAnUnknownProperty(syntax);

    /// <summary>Whether the argument is written out.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>An integer, or the number of an enumeration's member.</summary>
    public int Int(string name, int fallback) =>
        Find(name) is { Kind: TypedConstantKind.Primitive or TypedConstantKind.Enum, Value: int value } ? value : fallback;

    public float Float(string name, double fallback) =>
        (float)(Find(name) is { Kind: TypedConstantKind.Primitive, Value: double value } ? value : fallback);

    public bool Bool(string name, bool fallback) => Find(name) is { Kind: TypedConstantKind.Primitive, Value: bool value } ? value : fallback;

    public string? String(string name) => Find(name) is { Kind: TypedConstantKind.Primitive, Value: string value } ? value : null;

    /// <summary>The elements of an array; none where it is null.</summary>
    public IEnumerable<int> Ints(string name) =>
        Find(name) is { Kind: TypedConstantKind.Array, IsNull: false } array ? array.Values.Select(value => value.Value).OfType<int>() : [];

    private TypedConstant? Find(string name)
    {
        foreach (KeyValuePair<string, TypedConstant> named in attribute.NamedArguments)
        {
            if (named.Key == name) return named.Value;
        }

        ImmutableArray<IParameterSymbol> parameters = attribute.AttributeConstructor?.Parameters ?? [];
        for (int i = 0; i < parameters.Length && i < attribute.ConstructorArguments.Length; i++)
        {
            if (parameters[i].Name == name) return attribute.ConstructorArguments[i];
        }

        return null;
    }

    private static bool IsComplete(TypedConstant value) => value.Kind switch
    {
        TypedConstantKind.Error => false,
        TypedConstantKind.Array => value.IsNull || value.Values.All(IsComplete),
        _ => true,
    };

    /// <summary>The compiler leaves out of <see cref="AttributeData.NamedArguments"/> what it cannot assign.</summary>
    private bool NamesAnUnknownProperty(SyntaxNode syntax) =>
        ((Microsoft.CodeAnalysis.CSharp.Syntax.AttributeSyntax)syntax).ArgumentList is { } list
        && list.Arguments.Count(argument => argument.NameEquals is not null) != attribute.NamedArguments.Length;
}
