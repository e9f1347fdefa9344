using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NetGen.Generator.Declarations;

/// <summary>
/// The arguments of one attribute, by the names of constructor parameters and properties. Inside a block they are evaluated
/// with the values that a use gives to the block's constants.
/// </summary>
/// <param name="attribute">The attribute.</param>
/// <param name="constants">The block's constants; null outside of blocks.</param>
internal sealed class AttributeArguments(AttributeData attribute, ConstantEvaluator? constants = null)
{
    /// <summary>
    /// Whether the compiler understood the attribute. Where it did not, it says so itself: an argument is missing, is no
    /// constant, or has the wrong type.
    /// </summary>
    public bool AreComplete(CancellationToken cancellation) =>
        attribute.AttributeConstructor is not null
        && Syntax(cancellation) is { ContainsDiagnostics: false } syntax
        && syntax.ArgumentList?.CloseParenToken.IsMissing != true
        && attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(pair => pair.Value)).All(IsComplete)
        && !NamesAnUnknownProperty(syntax);

    /// <summary>Whether the argument is written out.</summary>
    public bool Has(string name) =>
        Syntax() is { } syntax && (Written(syntax, name) is not null || attribute.NamedArguments.Any(pair => pair.Key == name));

    /// <summary>An integer, or the number of an enumeration's member.</summary>
    public int Int(string name, int fallback) => Find(name) is int value ? value : fallback;

    public float Float(string name, double fallback) => (float)Double(name, fallback);

    public double Double(string name, double fallback) => Find(name) switch
    {
        double value => value,
        float value => value,
        int value => value,
        _ => fallback,
    };

    public bool Bool(string name, bool fallback) => Find(name) is bool value ? value : fallback;

    public string? String(string name) => Find(name) as string;

    /// <summary>The integers of an array; none where it is null.</summary>
    public IEnumerable<int> Ints(string name) => Values(name).OfType<int>();

    /// <summary>The elements of an array; none where it is null.</summary>
    public IEnumerable<object?> Values(string name)
    {
        if (TypedConstantOf(name) is not { Kind: TypedConstantKind.Array, IsNull: false } array) yield break;
        ExpressionSyntax[] elements = [.. Elements(name, array.Values.Length)];
        for (int i = 0; i < array.Values.Length; i++)
        {
            ExpressionSyntax? element = elements.Length == array.Values.Length ? elements[i] : null;
            yield return Evaluate(element, array.Values[i].Kind == TypedConstantKind.Array ? null : array.Values[i].Value);
        }
    }

    private AttributeSyntax? Syntax(CancellationToken cancellation = default) => attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax;

    private object? Find(string name)
    {
        TypedConstant? value = TypedConstantOf(name);
        object? known = value is { Kind: TypedConstantKind.Primitive or TypedConstantKind.Enum } constant ? constant.Value : null;
        return constants is not null && Syntax() is { } syntax ? Evaluate(Written(syntax, name)?.Expression, known) : known;
    }

    /// <summary>The value in this use where the expression depends on the block's constants, else what the compiler found.</summary>
    private object? Evaluate(ExpressionSyntax? expression, object? known) =>
        expression is not null && constants is not null && constants.Concerns(expression) && constants.TryEvaluate(expression, out object? value)
            ? value : known;

    private TypedConstant? TypedConstantOf(string name)
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

    private AttributeArgumentSyntax? Written(AttributeSyntax syntax, string name) => ArgumentLocator.Find(syntax, attribute, name);

    /// <summary>The expressions of an array's elements: arguments of their own, or those of an array that is written out.</summary>
    private IEnumerable<ExpressionSyntax> Elements(string name, int count)
    {
        if (constants is null || Syntax() is not { } syntax || Written(syntax, name) is not { } first) return [];
        return first.Expression switch
        {
            ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
            ImplicitArrayCreationExpressionSyntax implicitArray => implicitArray.Initializer.Expressions,
            CollectionExpressionSyntax collection => collection.Elements.OfType<ExpressionElementSyntax>().Select(element => element.Expression),
            _ => syntax.ArgumentList!.Arguments.SkipWhile(argument => argument != first).Take(count).Select(argument => argument.Expression),
        };
    }

    private static bool IsComplete(TypedConstant value) => value.Kind switch
    {
        TypedConstantKind.Error => false,
        TypedConstantKind.Array => value.IsNull || value.Values.All(IsComplete),
        _ => true,
    };

    /// <summary>The compiler leaves out of <see cref="AttributeData.NamedArguments"/> what it cannot assign.</summary>
    private bool NamesAnUnknownProperty(AttributeSyntax syntax) =>
        syntax.ArgumentList is { } list
        && list.Arguments.Count(argument => argument.NameEquals is not null) != attribute.NamedArguments.Length;
}
