using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NetGen.Generator.Declarations;

/// <summary>
/// Evaluates constant expressions inside a block, whose constants have other values in every use. The compiler knows only the
/// values they are declared with, so an expression over them is evaluated here; all else is asked of the compiler.
/// </summary>
internal sealed class ConstantEvaluator
{
    private readonly INamedTypeSymbol _block;
    private readonly Compilation _compilation;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<string, object?> _values = [];

    // A constant that is defined by itself is the compiler's to complain of; this only keeps it from going round for ever.
    private readonly HashSet<string> _evaluating = [];

    /// <summary>Binds a block's constants to the arguments of a use; those without an argument keep their own expressions.</summary>
    public ConstantEvaluator(INamedTypeSymbol block, IReadOnlyList<object?> arguments, Compilation compilation, CancellationToken cancellation)
    {
        _block = block;
        _compilation = compilation;
        _cancellation = cancellation;
        IFieldSymbol[] constants = [.. ConstantsOf(block)];
        for (int i = 0; i < arguments.Count && i < constants.Length; i++)
        {
            if (ConstantArithmetic.TryConvert(arguments[i], constants[i].Type.SpecialType, out object? value)) _values[constants[i].Name] = value;
        }
    }

    /// <summary>A block's constants, in the order of their declaration.</summary>
    public static IEnumerable<IFieldSymbol> ConstantsOf(INamedTypeSymbol block) => block.GetMembers().OfType<IFieldSymbol>().Where(field => field.IsConst);

    /// <summary>Whether an expression depends on a constant of the block, so that the compiler's value for it may not be the use's.</summary>
    public bool Concerns(ExpressionSyntax expression) =>
        expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => ConstantNamed(name.Identifier.ValueText) is not null);

    /// <summary>The value of an expression.</summary>
    /// <returns>False where it is not constant, which the compiler reports itself.</returns>
    public bool TryEvaluate(ExpressionSyntax expression, out object? value)
    {
        value = null;
        switch (expression)
        {
            case ParenthesizedExpressionSyntax inner:
                return TryEvaluate(inner.Expression, out value);
            case IdentifierNameSyntax name when ConstantNamed(name.Identifier.ValueText) is { } constant:
                return TryEvaluate(constant, out value);
            case MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } access when IsBlock(access.Expression) && ConstantNamed(name.Identifier.ValueText) is { } constant:
                return TryEvaluate(constant, out value);
            case PrefixUnaryExpressionSyntax unary:
                return TryEvaluate(unary.Operand, out object? operand) && ConstantArithmetic.TryApply(unary.Kind(), operand, out value);
            case BinaryExpressionSyntax binary:
                return TryEvaluate(binary.Left, out object? left) && TryEvaluate(binary.Right, out object? right)
                    && ConstantArithmetic.TryApply(binary.Kind(), left, right, out value);
            case ConditionalExpressionSyntax conditional:
                return TryEvaluate(conditional.Condition, out object? condition) && condition is bool truth
                    && TryEvaluate(truth ? conditional.WhenTrue : conditional.WhenFalse, out value);
            case CastExpressionSyntax cast:
                return TryEvaluate(cast.Expression, out object? source) && TypeOf(cast.Type) is { } type
                    && ConstantArithmetic.TryCast(source, type, out value);
            default:
                return TryAsk(expression, out value);
        }
    }

    private IFieldSymbol? ConstantNamed(string name) => _block.GetMembers(name).OfType<IFieldSymbol>().FirstOrDefault(field => field.IsConst);

    private bool TryEvaluate(IFieldSymbol constant, out object? value)
    {
        if (_values.TryGetValue(constant.Name, out value)) return true;
        var declarator = constant.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellation) as VariableDeclaratorSyntax;
        if (declarator?.Initializer is null || !_evaluating.Add(constant.Name)) return false;
        bool evaluated = TryEvaluate(declarator.Initializer.Value, out object? raw)
            && ConstantArithmetic.TryConvert(raw, constant.Type.SpecialType, out value);
        _evaluating.Remove(constant.Name);
        if (evaluated) _values[constant.Name] = value;
        return evaluated;
    }

    private bool IsBlock(ExpressionSyntax expression) => expression is IdentifierNameSyntax name && name.Identifier.ValueText == _block.Name;

    private SpecialType? TypeOf(TypeSyntax syntax) => _compilation.ContainsSyntaxTree(syntax.SyntaxTree)
        ? _compilation.GetSemanticModel(syntax.SyntaxTree).GetTypeInfo(syntax, _cancellation).Type?.SpecialType : null;

    private bool TryAsk(ExpressionSyntax expression, out object? value)
    {
        value = null;
        if (!_compilation.ContainsSyntaxTree(expression.SyntaxTree)) return false;
        Optional<object?> constant = _compilation.GetSemanticModel(expression.SyntaxTree).GetConstantValue(expression, _cancellation);
        value = constant.HasValue ? constant.Value : null;
        return constant.HasValue;
    }
}
