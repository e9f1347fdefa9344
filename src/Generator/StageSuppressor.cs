using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using NetGen.Generator.Declarations;

namespace NetGen.Generator;

/// <summary>
/// Silences hints about stages, whom nobody calls and whose bodies read no parameters, because they are read when code is compiled; and
/// about attributes of networks, which are not in the assembly.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StageSuppressor : DiagnosticSuppressor
{
    private const string Reason = "NetGen reads stages and their parameters when it compiles the network.";

    /// <summary>Arrays as arguments of attributes, which CLS does not have.</summary>
    private const string Arrays = "CS3016";

    private static readonly ImmutableArray<SuppressionDescriptor> _descriptors =
    [
        new("NGS001", "IDE0051", Reason),   // an unused private member
        new("NGS002", "IDE0060", Reason),   // an unused parameter
        new("NGS003", "CA1801", Reason),    // an unused parameter
        new("NGS004", "CA1823", Reason),    // an unused private field: a constant that only attributes name
        new("NGS005", "IDE0052", Reason),   // a private member that is written and never read
        new("NGS006", "S1144", Reason),     // an unused private member, as SonarAnalyzer says it
        new("NGS007", "RCS1213", Reason),   // an unused private member, as Roslynator says it
        new("NGS008", Arrays, "NetGen's attributes are read when code is compiled, and are not in the assembly."),
    ];

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions => _descriptors;

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is not { } tree || !IsOfDeclaration(diagnostic, tree, context)) continue;
            context.ReportSuppression(Suppression.Create(_descriptors.First(descriptor => descriptor.SuppressedDiagnosticId == diagnostic.Id), diagnostic));
        }
    }

    /// <summary>Whether a diagnostic lies on a stage, its parameter, or a constant of a block or a network.</summary>
    private static bool IsOfDeclaration(Diagnostic diagnostic, SyntaxTree tree, SuppressionAnalysisContext context)
    {
        SyntaxNode? node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        SemanticModel model = context.GetSemanticModel(tree);
        if (diagnostic.Id == Arrays) return IsOurs(node?.FirstAncestorOrSelf<AttributeSyntax>(), model, context.CancellationToken);
        for (; node is not null; node = node.Parent)
        {
            switch (model.GetDeclaredSymbol(node, context.CancellationToken))
            {
                case IMethodSymbol method: return KnownNames.IsTensor(method.ReturnType) && IsDeclaration(method.ContainingType);
                case IFieldSymbol { IsConst: true } field: return IsDeclaration(field.ContainingType);
                case INamedTypeSymbol: return false;
            }
        }

        return false;
    }

    private static bool IsOurs(AttributeSyntax? attribute, SemanticModel model, CancellationToken cancellation) =>
        attribute is not null && KnownNames.RoleOf(model.GetSymbolInfo(attribute, cancellation).Symbol?.ContainingType) is not (AttributeRole.Foreign or AttributeRole.Unresolved);

    private static bool IsDeclaration(INamedTypeSymbol type) => type.GetAttributes()
        .Any(attribute => KnownNames.RoleOf(attribute.AttributeClass) is AttributeRole.Network or AttributeRole.Block);
}
