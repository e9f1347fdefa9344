using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator.Tests.Testing;

namespace NetGen.Generator.Tests.Diagnostics;

/// <summary>Writes diagnostics as a compiler's terminal shows them: the line, carets under the code at fault, the sentence.</summary>
internal static class Squiggles
{
    /// <summary>Each declaration with the one error that it has; fails for more or fewer.</summary>
    public static string Of(params string[] declarations) => Of(declarations, UserProject.Edit);

    /// <summary>The same in a project as C# makes it by default, without unsafe code.</summary>
    public static string OfProjectWithoutUnsafeCode(params string[] declarations) => Of(declarations, UserProject.BuildWithoutUnsafeCode);

    /// <summary>The same in a project that is compiled as C# 11.</summary>
    public static string OfProjectInCSharp11(params string[] declarations) =>
        Of(declarations, sources => UserProject.Build(ProjectSettings.Strict with { Language = LanguageVersion.CSharp11 }, sources));

    private static string Of(string[] declarations, Func<string[], Generated> generate)
    {
        var text = new StringBuilder();
        foreach (string declaration in declarations)
        {
            string source = "using NetGen;\n" + declaration;
            ImmutableArray<Diagnostic> diagnostics = generate([source]).Diagnostics();
            Assert.True(diagnostics.Length == 1, $"{diagnostics.Length} diagnostics for\n{declaration}\n{string.Join('\n', diagnostics)}");
            text.Append(Of(diagnostics[0])).Append('\n');
        }

        return text.ToString();
    }

    private static string Of(Diagnostic diagnostic)
    {
        SourceText source = diagnostic.Location.SourceTree!.GetText();
        TextLine line = source.Lines.GetLineFromPosition(diagnostic.Location.SourceSpan.Start);
        int end = Math.Min(diagnostic.Location.SourceSpan.End, line.End);
        string indent = new(' ', diagnostic.Location.SourceSpan.Start - line.Start);
        string carets = new('^', Math.Max(1, end - diagnostic.Location.SourceSpan.Start));
        return $"{line}\n{indent}{carets}\n{diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}\n";
    }
}
