using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator.Emission;
using NetGen.Generator.Kernels;
using NetGen.Generator.Support;

namespace NetGen.Kernels.Tests.Harness;

/// <summary>
/// Compiles kernels as a user's strictest project would: nullable, checked arithmetic, every warning an error. Each spec is
/// a file of its own, so that a failure shows one kernel.
/// </summary>
internal static class KernelCompiler
{
    private static readonly CSharpCompilationOptions _options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        .WithOptimizationLevel(OptimizationLevel.Release)
        .WithAllowUnsafe(true)
        .WithOverflowChecks(true)
        .WithNullableContextOptions(NullableContextOptions.Enable)
        .WithGeneralDiagnosticOption(ReportDiagnostic.Error)
        .WithWarningLevel(9999);

    private const string Namespace = "NetGen.Generated.Tests";

    /// <summary>
    /// The API of .NET 8, the oldest that is supported, and the runtime that was built for it. What is compiled against them runs on the newer
    /// ones of this process, so that every kernel that is tested is also known to need nothing newer.
    /// </summary>
    private static readonly Lazy<MetadataReference[]> _references = new(() => [.. Net8References()]);

    /// <summary>Emits, compiles and loads specs with all that they depend on.</summary>
    /// <returns>The kernels' class, which holds a method for each spec.</returns>
    /// <exception cref="InvalidOperationException">The emitted code has errors or warnings; the message shows it.</exception>
    public static Type Compile(InstructionSet set, IEnumerable<KernelSpec> specs)
    {
        byte[] image = Compile(WithDependencies(specs).Select(spec => Parse(spec, set)));
        return Assembly.Load(image).GetType(Namespace + "." + set.KernelClass, throwOnError: true)!;
    }

    /// <summary>The file of one kernel.</summary>
    public static string Source(KernelSpec spec, InstructionSet set)
    {
        var writer = new CodeWriter();
        KernelFile.EmitHeader(writer, Namespace);
        using (writer.Block($"internal static unsafe partial class {set.KernelClass}")) EmitUnderForeignCulture(spec, set, writer);
        return writer.ToString();
    }

    /// <summary>The distinct specs and what they call, directly or not.</summary>
    public static IReadOnlyCollection<KernelSpec> WithDependencies(IEnumerable<KernelSpec> specs)
    {
        var all = new HashSet<KernelSpec>();
        var pending = new Queue<KernelSpec>(specs);
        while (pending.TryDequeue(out KernelSpec? spec))
        {
            if (!all.Add(spec)) continue;
            foreach (KernelSpec dependency in spec.CalledOn(Targets.All)) pending.Enqueue(dependency);
        }

        return all;
    }

    private static byte[] Compile(IEnumerable<SyntaxTree> trees)
    {
        CSharpCompilation compilation = CSharpCompilation.Create($"Kernels{Guid.NewGuid():N}", trees, _references.Value, _options);
        using var image = new MemoryStream();
        Diagnostic[] diagnostics =
            [.. compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden)];
        if (diagnostics.Length > 0) throw new InvalidOperationException(Describe(diagnostics));
        return image.ToArray();
    }

    private static IEnumerable<MetadataReference> Net8References()
    {
        Dictionary<string, string?> roots = typeof(KernelCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .ToDictionary(attribute => attribute.Key, attribute => attribute.Value);
        string[] candidates =
            [Path.Combine(roots["PackageRoot"]!, "microsoft.netcore.app.ref"), Path.Combine(roots["TargetingPackRoot"]!, "Microsoft.NETCore.App.Ref")];
        string pack = candidates.Where(Directory.Exists).SelectMany(root => Directory.GetDirectories(root, "8.*")).First();
        return Directory.GetFiles(Path.Combine(pack, "ref", "net8.0"), "System.Runtime*.dll")
            .Append(Path.Combine(pack, "ref", "net8.0", "System.Collections.dll")).Append(roots["Net8Runtime"]!)
            .Select(path => MetadataReference.CreateFromFile(path));
    }

    private static SyntaxTree Parse(KernelSpec spec, InstructionSet set) => CSharpSyntaxTree.ParseText(
        SourceText.From(Source(spec, set), Encoding.UTF8), path: $"{spec.Name}.{set.Name}.cs");

    /// <summary>A culture with a comma and a minus sign that is not ASCII, neither of which may reach the code.</summary>
    private static void EmitUnderForeignCulture(KernelSpec spec, InstructionSet set, CodeWriter writer)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var foreign = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        foreign.NumberFormat.NegativeSign = "−";
        foreign.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = foreign;
        try
        {
            spec.Emit(writer, set);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Describe(Diagnostic[] diagnostics)
    {
        var text = new StringBuilder("The emitted code does not compile without warnings.\n");
        foreach (Diagnostic diagnostic in diagnostics.Take(20)) text.Append(diagnostic).Append('\n');
        if (diagnostics.FirstOrDefault(diagnostic => diagnostic.Location.SourceTree is not null)?.Location.SourceTree is not { } tree)
            return text.ToString();

        foreach (TextLine line in tree.GetText().Lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"{line.LineNumber + 1,5} {line}\n");
        }

        return text.ToString();
    }
}
