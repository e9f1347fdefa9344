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
    /// <summary>The first argument that has no value in this use, or null.</summary>
    public RefusedArgument? Refused { get; private set; }

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
    public IEnumerable<int> Ints(string name) => Values(name).Select(constant => constant.Value).OfType<int>();

    /// <summary>The elements of an array. C# takes a null that is written alone for the array; it is meant as one element.</summary>
    public IEnumerable<Constant> Values(string name)
    {
        if (TypedConstantOf(attribute, name) is not { Kind: TypedConstantKind.Array } known) return [];
        if (known.IsNull) return [default];
        if (constants is null || Syntax() is not { } syntax || Written(syntax, name) is not { } first) return ElementsOf(known);
        ExpressionSyntax[] written = [.. ExpressionsOf(first, syntax, known.Values.Length)];
        if (written.FirstOrDefault(constants.Concerns) is not { } changed) return ElementsOf(known);
        ExpressionSyntax[] elements = written.Length == 1 ? [.. ElementsIn(written[0])] : written;
        var values = new Constant[elements.Length];
        ITypeSymbol type = ((IArrayTypeSymbol)known.Type!).ElementType;
        bool plain = elements.Length == known.Values.Length
            && Enumerable.Range(0, elements.Length).All(index => TryEvaluate(elements[index], type, out values[index]));
        return plain ? values : ElementsOf(InUse(changed, name) ?? known);
    }

    private AttributeSyntax? Syntax(CancellationToken cancellation = default) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax;

    /// <summary>The value in this use where the expression depends on constants of blocks, else what the compiler found.</summary>
    private object? Find(string name)
    {
        if (TypedConstantOf(attribute, name) is not { } known) return null;
        if (constants is null || Syntax() is not { } syntax || Written(syntax, name)?.Expression is not { } expression) return ValueOf(known);
        if (!constants.Concerns(expression)) return ValueOf(known);
        return TryEvaluate(expression, known.Type!, out Constant value) ? value.Value : InUse(expression, name) is { } constant ? ValueOf(constant) : null;
    }

    /// <summary>The value of plain arithmetic in the type of its parameter.</summary>
    private bool TryEvaluate(ExpressionSyntax expression, ITypeSymbol type, out Constant constant)
    {
        constant = default;
        if (!constants!.TryEvaluate(expression, out object? value)) return false;
        if (type.SpecialType == SpecialType.System_Object) type = constants.TypeOf(value!);
        bool converted = type.TypeKind != TypeKind.Enum && ConstantArithmetic.TryConvert(value, type.SpecialType, out value);
        constant = new Constant(type, value);
        return converted;
    }

    /// <summary>What C# makes of an argument in this use; null where it is an error, which is kept.</summary>
    private TypedConstant? InUse(ExpressionSyntax expression, string name)
    {
        AttributeData? inUse = constants!.Substitution.Find(Syntax()!);
        TypedConstant? value = inUse is null ? null : TypedConstantOf(inUse, name);
        if (value is { } constant && IsComplete(constant)) return constant;
        Refused ??= new RefusedArgument(expression, inUse is null ? "it stands on nothing" : constants.Substitution.ReasonAgainst(inUse));
        return null;
    }

    private static object? ValueOf(TypedConstant constant) =>
        constant.Kind is TypedConstantKind.Primitive or TypedConstantKind.Enum ? constant.Value : null;

    private static IEnumerable<Constant> ElementsOf(TypedConstant array) => array.IsNull ? [default]
        : array.Values.Select(element => new Constant(element.Type, ValueOf(element)));

    private static TypedConstant? TypedConstantOf(AttributeData attribute, string name)
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

    /// <summary>The expressions that make an array: its elements as arguments of their own, or one that is an array.</summary>
    private static IEnumerable<ExpressionSyntax> ExpressionsOf(AttributeArgumentSyntax first, AttributeSyntax attribute, int count) =>
        IsArray(first.Expression) || count == 0 ? [first.Expression]
        : attribute.ArgumentList!.Arguments.SkipWhile(argument => argument != first).Take(count).Select(argument => argument.Expression);

    private static bool IsArray(ExpressionSyntax expression) => expression switch
    {
        ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or CollectionExpressionSyntax => true,
        ParenthesizedExpressionSyntax inner => IsArray(inner.Expression),
        CastExpressionSyntax cast => IsArray(cast.Expression),
        _ => false,
    };

    /// <summary>The expressions of an array's elements, or the expression itself where they are not written out.</summary>
    private static IEnumerable<ExpressionSyntax> ElementsIn(ExpressionSyntax array) => array switch
    {
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        ImplicitArrayCreationExpressionSyntax implicitArray => implicitArray.Initializer.Expressions,
        CollectionExpressionSyntax collection => collection.Elements.OfType<ExpressionElementSyntax>().Select(element => element.Expression),
        _ => [array],
    };

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

/// <summary>An argument that has no value in a use of a block.</summary>
/// <param name="Expression">The argument as it is written.</param>
/// <param name="Reason">Why C# gives it no value.</param>
internal sealed record RefusedArgument(ExpressionSyntax Expression, string Reason);
