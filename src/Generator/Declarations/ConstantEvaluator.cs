using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NetGen.Generator.Declarations;

/// <summary>
/// Evaluates the constant expressions of a block in one use, which gives other values to the block's constants. Plain arithmetic
/// is done here, because it is what nearly all layers are made of and runs with every keystroke; for all else the compiler is
/// asked what the expression is with the use's values in the place of the declared ones.
/// </summary>
internal sealed class ConstantEvaluator
{
    /// <summary>What is nested deeper is left to the compiler, which knows how to spare its stack.</summary>
    private const int DeepestPlain = 100;

    private static readonly char[] _marks = ['{', '}', '\\', '"', '\n'];

    private readonly INamedTypeSymbol _block;
    private readonly ConstantNames _names;
    private readonly Dictionary<string, IFieldSymbol> _own;
    private readonly Dictionary<IFieldSymbol, object?> _values = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IFieldSymbol, object?> _plain = new(SymbolEqualityComparer.Default);
    private readonly object?[] _given;
    private BlockSubstitution? _substitution;
    private int _depth;

    /// <summary>Binds a block's constants to the values of a use; those without a value keep their own expressions.</summary>
    /// <param name="block">The block.</param>
    /// <param name="values">Of the block's constants, in their order and of their types.</param>
    /// <param name="around">The constants of the block that the use stands in, or null.</param>
    /// <param name="names">What names mean.</param>
    public ConstantEvaluator(INamedTypeSymbol block, object?[] values, ConstantEvaluator? around, ConstantNames names)
    {
        _block = block;
        _names = names;
        _own = names.ByName(block);
        _given = values;
        if (around is not null)
        {
            foreach (KeyValuePair<IFieldSymbol, object?> value in around._values) _values[value.Key] = value.Value;
        }

        foreach ((IFieldSymbol constant, object? value) in Given) _plain[constant] = _values[constant] = value;
    }

    /// <summary>The project in which the block's constants have the use's values.</summary>
    public BlockSubstitution Substitution => _substitution ??= _names.Substitute(_values);

    /// <summary>The values of the use, for messages: <c> with Channels = 64</c>, or nothing.</summary>
    public string Described => _given.Length == 0 ? ""
        : " with " + string.Join(", ", Given.Select(pair => $"{pair.Constant.Name} = {new Constant(pair.Constant.Type, pair.Value)}"));

    private IEnumerable<(IFieldSymbol Constant, object? Value)> Given =>
        ConstantNames.ConstantsOf(_block).Zip(_given, (constant, value) => (constant, value));

    /// <summary>Whether an expression depends on constants of blocks, so that the compiler's value may not be the use's.</summary>
    public bool Concerns(ExpressionSyntax expression) => _names.Concerns(expression, _block);

    /// <summary>The type of a value of plain arithmetic.</summary>
    public ITypeSymbol TypeOf(object value) => _names.Compilation.GetSpecialType(ConstantArithmetic.TypeOf(value));

    /// <summary>The value of plain arithmetic, as C# has it.</summary>
    /// <returns>False where it is not plain, or no value; <see cref="Substitution"/> decides then.</returns>
    public bool TryEvaluate(ExpressionSyntax expression, out object? value)
    {
        value = null;
        if (_depth >= DeepestPlain) return false;
        _depth++;
        bool evaluated = TryApply(expression, out value) || _names.TryAsk(expression, _block, out value);
        _depth--;
        return evaluated;
    }

    private bool TryApply(ExpressionSyntax expression, out object? value)
    {
        value = null;
        return expression switch
        {
            LiteralExpressionSyntax literal => (value = literal.Token.Value) is int or long or float or double or bool or string,
            ParenthesizedExpressionSyntax inner => TryEvaluate(inner.Expression, out value),
            IdentifierNameSyntax name when _own.TryGetValue(name.Identifier.ValueText, out IFieldSymbol constant) => TryEvaluate(constant, out value),
            PrefixUnaryExpressionSyntax unary => TryEvaluate(unary.Operand, out object? operand)
                && ConstantArithmetic.TryApply(unary.Kind(), operand, out value),
            BinaryExpressionSyntax binary => TryEvaluate(binary.Left, out object? left) && TryEvaluate(binary.Right, out object? right)
                && ConstantArithmetic.TryApply(binary.Kind(), left, right, out value),
            ConditionalExpressionSyntax conditional => TryEvaluate(conditional.Condition, out object? condition) && condition is bool truth
                && TryEvaluate(conditional.WhenTrue, out object? whenTrue) && TryEvaluate(conditional.WhenFalse, out object? whenFalse)
                && ConstantArithmetic.TryChoose(truth, whenTrue, whenFalse, out value),
            CastExpressionSyntax { Type: PredefinedTypeSyntax type } cast => TryEvaluate(cast.Expression, out object? source)
                && ConstantArithmetic.TryCast(source, TypeOf(type), out value),
            InterpolatedStringExpressionSyntax text => TryJoin(text, out value),
            _ => false,
        };
    }

    private bool TryEvaluate(IFieldSymbol constant, out object? value)
    {
        if (!_plain.TryGetValue(constant, out value))
        {
            // One that is defined by itself has no value, here as in C#.
            _plain[constant] = null;
            var declarator = constant.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_names.Cancellation) as VariableDeclaratorSyntax;
            bool evaluated = declarator?.Initializer is { } initializer && TryEvaluate(initializer.Value, out object? raw)
                && constant.Type.TypeKind != TypeKind.Enum && ConstantArithmetic.TryConvert(raw, constant.Type.SpecialType, out value);
            if (evaluated) _plain[constant] = value;
        }

        return value is not null && constant.Type.TypeKind != TypeKind.Enum && ConstantArithmetic.TypeOf(value) != SpecialType.None;
    }

    private bool TryJoin(InterpolatedStringExpressionSyntax text, out object? value)
    {
        value = null;
        string joined = "";
        foreach (InterpolatedStringContentSyntax content in text.Contents)
        {
            if (!TryRead(content, out string? part)) return false;
            joined += part;
        }

        value = joined;
        return true;
    }

    /// <summary>Braces are written twice, and escapes differ between the forms of strings: those are the compiler's to read.</summary>
    private bool TryRead(InterpolatedStringContentSyntax content, out string? part)
    {
        object? value = null;
        if (content is InterpolationSyntax { AlignmentClause: null, FormatClause: null } hole) TryEvaluate(hole.Expression, out value);
        else if (content is InterpolatedStringTextSyntax { TextToken.Text: var text } && text.IndexOfAny(_marks) < 0) value = text;
        part = value as string;
        return part is not null;
    }

    private static SpecialType TypeOf(PredefinedTypeSyntax type) => type.Keyword.Kind() switch
    {
        SyntaxKind.IntKeyword => SpecialType.System_Int32,
        SyntaxKind.LongKeyword => SpecialType.System_Int64,
        SyntaxKind.FloatKeyword => SpecialType.System_Single,
        SyntaxKind.DoubleKeyword => SpecialType.System_Double,
        SyntaxKind.BoolKeyword => SpecialType.System_Boolean,
        SyntaxKind.StringKeyword => SpecialType.System_String,
        _ => SpecialType.None,
    };
}
