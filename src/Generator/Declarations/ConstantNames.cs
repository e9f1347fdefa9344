using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NetGen.Generator.Declarations;

/// <summary>
/// What the names in constant expressions mean, asked of the compiler once for all uses of all blocks. The constants of blocks
/// are those whose values a use may change.
/// </summary>
internal sealed class ConstantNames(Compilation compilation, CancellationToken cancellation)
{
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];
    private readonly Dictionary<ExpressionSyntax, bool> _concerns = [];
    private readonly Dictionary<ExpressionSyntax, Optional<object?>> _known = [];
    private readonly Dictionary<ISymbol, bool> _depends = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, Dictionary<string, IFieldSymbol>> _constants = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<string, BlockSubstitution> _substitutions = [];

    public Compilation Compilation { get; } = compilation;

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>A block's constants, in the order of their declaration.</summary>
    public static IEnumerable<IFieldSymbol> ConstantsOf(INamedTypeSymbol block) =>
        block.GetMembers().OfType<IFieldSymbol>().Where(field => field.IsConst);

    /// <summary>A block's constants by their names.</summary>
    public Dictionary<string, IFieldSymbol> ByName(INamedTypeSymbol block)
    {
        if (_constants.TryGetValue(block, out Dictionary<string, IFieldSymbol> constants)) return constants;
        constants = [];
        foreach (IFieldSymbol constant in ConstantsOf(block)) constants[constant.Name] = constant;
        _constants[block] = constants;
        return constants;
    }

    /// <summary>Whether a block's expression depends on constants of blocks, so that the compiler's value may not be a use's.</summary>
    public bool Concerns(ExpressionSyntax expression, INamedTypeSymbol block)
    {
        if (expression is LiteralExpressionSyntax) return false;
        if (_concerns.TryGetValue(expression, out bool concerns)) return concerns;
        Dictionary<string, IFieldSymbol> own = ByName(block);
        concerns = NamesIn(expression).Any(name => (IsSimple(name) && own.ContainsKey(name.Identifier.ValueText)) || IsOfBlock(name));
        _concerns[expression] = concerns;
        return concerns;
    }

    /// <summary>The compiler's value of an expression that depends on no block and has one of the types of <see cref="ConstantArithmetic"/>.</summary>
    public bool TryAsk(ExpressionSyntax expression, INamedTypeSymbol block, out object? value)
    {
        if (!_known.TryGetValue(expression, out Optional<object?> known))
        {
            if (!Concerns(expression, block) && ModelOf(expression.SyntaxTree) is { } model
                && model.GetTypeInfo(expression, Cancellation).Type is { TypeKind: not TypeKind.Enum })
            {
                known = model.GetConstantValue(expression, Cancellation);
            }

            _known[expression] = known;
        }

        value = known.HasValue ? known.Value : null;
        return value is not null && ConstantArithmetic.TypeOf(value) != SpecialType.None;
    }

    /// <summary>The project with other values for constants, made once for each set of values.</summary>
    public BlockSubstitution Substitute(IReadOnlyDictionary<IFieldSymbol, object?> values)
    {
        string key = string.Join("\n", values.Select(pair => $"{pair.Key.ToDisplayString()} = {new Constant(null, pair.Value)}"));
        if (_substitutions.TryGetValue(key, out BlockSubstitution substitution)) return substitution;
        substitution = new BlockSubstitution(Compilation, values, Cancellation);
        _substitutions[key] = substitution;
        return substitution;
    }

    private SemanticModel? ModelOf(SyntaxTree tree)
    {
        if (_models.TryGetValue(tree, out SemanticModel model)) return model;
        if (!Compilation.ContainsSyntaxTree(tree)) return null;
        return _models[tree] = Compilation.GetSemanticModel(tree);
    }

    private static IEnumerable<IdentifierNameSyntax> NamesIn(SyntaxNode node) => node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>();

    /// <summary>Whether a name stands by itself, and not behind the name of what it is a member of.</summary>
    private static bool IsSimple(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Name != name,
        QualifiedNameSyntax qualified => qualified.Right != name,
        AliasQualifiedNameSyntax => false,
        _ => true,
    };

    private bool IsOfBlock(IdentifierNameSyntax name) =>
        ModelOf(name.SyntaxTree)?.GetSymbolInfo(name, Cancellation).Symbol is IFieldSymbol { IsConst: true } field && IsOfBlock(field.OriginalDefinition);

    private bool IsOfBlock(IFieldSymbol constant)
    {
        if (_depends.TryGetValue(constant, out bool depends)) return depends;
        if (!SymbolEqualityComparer.Default.Equals(constant.ContainingAssembly, Compilation.Assembly)) return false;
        if (constant.ContainingType.GetAttributes().Any(attribute => KnownNames.RoleOf(attribute.AttributeClass) == AttributeRole.Block)) return true;

        // A constant that is defined by itself is the compiler's to complain of; this only keeps it from going round for ever.
        _depends[constant] = false;

        // A member of an enumeration may count on from one before it.
        IEnumerable<ISymbol> sources = constant.ContainingType.TypeKind == TypeKind.Enum ? constant.ContainingType.GetMembers() : [constant];
        depends = sources.SelectMany(source => source.DeclaringSyntaxReferences).Any(reference => NamesIn(reference.GetSyntax(Cancellation)).Any(IsOfBlock));
        _depends[constant] = depends;
        return depends;
    }
}
