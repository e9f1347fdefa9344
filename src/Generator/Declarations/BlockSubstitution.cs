using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace NetGen.Generator.Declarations;

/// <summary>
/// The project as it would be if constants were declared with other values. C# itself evaluates what depends on them: in this
/// class, in others, in members of enumerations, through any kind of expression that the language has or will have.
/// </summary>
internal sealed class BlockSubstitution
{
    /// <summary>"An attribute argument must be a constant expression".</summary>
    private const string NoConstant = "CS0182";

    private readonly Compilation _compilation;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<SyntaxTree, Replacement> _replaced = [];
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];

    /// <summary>Declares constants with other values.</summary>
    public BlockSubstitution(Compilation compilation, IReadOnlyDictionary<IFieldSymbol, object?> values, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        var initializers = new Dictionary<ExpressionSyntax, ExpressionSyntax>();
        foreach (KeyValuePair<IFieldSymbol, object?> value in values)
        {
            if (value.Key.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation)
                is VariableDeclaratorSyntax { Initializer.Value: { } initializer, Parent: VariableDeclarationSyntax declaration })
            {
                initializers[initializer] = Write(declaration.Type, value.Value).WithTriviaFrom(initializer);
            }
        }

        foreach (IGrouping<SyntaxTree, KeyValuePair<ExpressionSyntax, ExpressionSyntax>> group in initializers.GroupBy(pair => pair.Key.SyntaxTree))
        {
            var replacement = new Replacement(group.Key, group.ToDictionary(pair => pair.Key, pair => pair.Value), cancellation);
            compilation = compilation.ReplaceSyntaxTree(group.Key, replacement.Tree);
            _replaced[group.Key] = replacement;
        }

        _compilation = compilation;
    }

    /// <summary>The same attribute with the other values; null where it stands on nothing.</summary>
    public AttributeData? Find(AttributeSyntax attribute)
    {
        SyntaxTree tree = attribute.SyntaxTree;
        if (_replaced.TryGetValue(tree, out Replacement replacement))
        {
            var span = new TextSpan(replacement.Map(attribute.SpanStart), attribute.Span.Length);
            tree = replacement.Tree;
            attribute = tree.GetRoot(_cancellation).FindNode(span).FirstAncestorOrSelf<AttributeSyntax>()!;
        }

        SyntaxNode? owner = attribute.Parent?.Parent;
        return owner is null ? null : ModelOf(tree).GetDeclaredSymbol(owner, _cancellation)?.GetAttributes()
            .FirstOrDefault(data => data.ApplicationSyntaxReference is { } place && place.SyntaxTree == tree && place.Span == attribute.Span);
    }

    /// <summary>What C# says against an attribute's values, or against the constants of its class, which it may depend on.</summary>
    public string ReasonAgainst(AttributeData attribute)
    {
        SyntaxNode syntax = attribute.ApplicationSyntaxReference!.GetSyntax(_cancellation);
        TypeDeclarationSyntax? type = syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        IEnumerable<SyntaxNode> constants = type?.Members.Where(member => member is FieldDeclarationSyntax) ?? [];
        Diagnostic[] errors = [.. ErrorsIn(syntax)];

        // That it is no constant follows from what is wrong with another.
        Diagnostic? error = errors.Concat(constants.SelectMany(ErrorsIn)).FirstOrDefault(error => error.Id != NoConstant) ?? errors.FirstOrDefault();
        return error is null ? "it is no constant" : $"C# says {error.Id}, {error.GetMessage(CultureInfo.InvariantCulture)}";
    }

    private IEnumerable<Diagnostic> ErrorsIn(SyntaxNode node) => ModelOf(node.SyntaxTree).GetDiagnostics(node.Span, _cancellation)
        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    private SemanticModel ModelOf(SyntaxTree tree)
    {
        if (_models.TryGetValue(tree, out SemanticModel model)) return model;
        return _models[tree] = _compilation.GetSemanticModel(tree);
    }

    /// <summary>A value of the type that its constant is declared with.</summary>
    private static CastExpressionSyntax Write(TypeSyntax type, object? value)
    {
        LiteralExpressionSyntax literal = value switch
        {
            null => SyntaxFactory.LiteralExpression(SyntaxKind.NullLiteralExpression),
            bool truth => SyntaxFactory.LiteralExpression(truth ? SyntaxKind.TrueLiteralExpression : SyntaxKind.FalseLiteralExpression),
            string text => SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(text)),
            char character => SyntaxFactory.LiteralExpression(SyntaxKind.CharacterLiteralExpression, SyntaxFactory.Literal(character)),
            _ => SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, Number(value)),
        };
        return SyntaxFactory.CastExpression(type.WithoutTrivia(), SyntaxFactory.ParenthesizedExpression(literal));
    }

    /// <summary>A token that carries its value: no text is parsed again, so that a minus, NaN or infinity may stand in it.</summary>
    private static SyntaxToken Number(object value) => value switch
    {
        long number => SyntaxFactory.Literal(number),
        uint number => SyntaxFactory.Literal(number),
        ulong number => SyntaxFactory.Literal(number),
        float number => SyntaxFactory.Literal(number),
        double number => SyntaxFactory.Literal(number),
        decimal number => SyntaxFactory.Literal(number),
        _ => SyntaxFactory.Literal(System.Convert.ToInt32(value, CultureInfo.InvariantCulture)),
    };

    /// <summary>A file with other initialisers, and where its text has moved to.</summary>
    private sealed class Replacement
    {
        private readonly (int End, int Growth)[] _moves;

        public Replacement(SyntaxTree tree, Dictionary<ExpressionSyntax, ExpressionSyntax> nodes, CancellationToken cancellation)
        {
            _moves = [.. nodes.Select(pair => (pair.Key.Span.End, pair.Value.Span.Length - pair.Key.Span.Length))];
            SyntaxNode root = tree.GetRoot(cancellation).ReplaceNodes(nodes.Keys, (node, _) => nodes[node]);
            Tree = tree.WithRootAndOptions(root, tree.Options);
        }

        public SyntaxTree Tree { get; }

        public int Map(int position) => position + _moves.Where(move => move.End <= position).Sum(move => move.Growth);
    }
}
