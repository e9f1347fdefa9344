using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NetGen.Generator.Tests.Architecture;

/// <summary>Which folders of a project name types of which others, found by compiling the project's sources.</summary>
internal sealed class FolderReferences
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading;
        """;

    private readonly string _root;

    private FolderReferences(string root) => _root = root;

    /// <summary>Every reference from a file to a type of another folder of the same project.</summary>
    /// <param name="root">The project's folder.</param>
    /// <param name="shared">Folders beside it that it compiles too.</param>
    public static IReadOnlyList<FolderReference> Of(string root, params string[] shared) => new FolderReferences(root).Find(shared);

    private List<FolderReference> Find(string[] shared)
    {
        SyntaxTree[] trees = [.. new[] { _root }.Concat(shared).SelectMany(Sources).Select(Parse)];
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("NetGen.", StringComparison.Ordinal)).Select(path => MetadataReference.CreateFromFile(path));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        CSharpCompilation compilation = CSharpCompilation.Create("Sources", trees.Append(CSharpSyntaxTree.ParseText(Usings)), references, options);
        return [.. trees.SelectMany(tree => ReferencesOf(tree, compilation.GetSemanticModel(tree))).Distinct()];
    }

    private IEnumerable<FolderReference> ReferencesOf(SyntaxTree tree, SemanticModel model)
    {
        string from = FolderOf(tree.FilePath);
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            ISymbol? symbol = model.GetSymbolInfo(name).Symbol;
            INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? (symbol is IMethodSymbol or IFieldSymbol or IPropertySymbol ? symbol.ContainingType : null);
            foreach (SyntaxReference declaration in type?.DeclaringSyntaxReferences ?? [])
            {
                string to = FolderOf(declaration.SyntaxTree.FilePath);
                if (to != from) yield return new FolderReference(from, to, Path.GetFileName(tree.FilePath), type!.Name);
            }
        }
    }

    private static IEnumerable<string> Sources(string folder) => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")).Order(StringComparer.Ordinal);

    private static SyntaxTree Parse(string path) => CSharpSyntaxTree.ParseText(File.ReadAllText(path), path: path);

    /// <summary>The folder below the project's, with slashes; "." for the project's own, and the name of a shared one.</summary>
    private string FolderOf(string path)
    {
        string folder = Path.GetRelativePath(_root, Path.GetDirectoryName(path)!).Replace('\\', '/');
        return folder.StartsWith("../", StringComparison.Ordinal) ? folder[3..] : folder;
    }
}

/// <summary>A file of one folder names a type of another.</summary>
internal readonly record struct FolderReference(string From, string To, string File, string Type);
