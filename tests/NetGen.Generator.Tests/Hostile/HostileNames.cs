namespace NetGen.Generator.Tests.Hostile;

/// <summary>
/// Declarations of classes that are called like those that generated code means: every public class of the namespaces that it uses, of
/// the runtime and of what is generated itself.
/// </summary>
internal static class HostileNames
{
    private static readonly string[] _namespaces =
    [
        "System", "System.Collections.Generic", "System.IO", "System.CodeDom.Compiler", "System.Runtime.CompilerServices", "System.Runtime.Intrinsics",
        "System.Runtime.Intrinsics.X86", "System.Runtime.Intrinsics.Arm", "System.Threading.Tasks", "NetGen", "NetGen.Runtime",
    ];

    private static readonly string[] _generated = ["IKernels", "Plan", "Avx512Kernels", "Avx2Kernels", "Vector128Kernels", "User", "Generated", "Runtime"];

    /// <summary>The names of classes without type parameters.</summary>
    public static IReadOnlyList<string> Plain { get; } = [.. Names(arity: 0).Concat(_generated).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The names of classes with one type parameter.</summary>
    public static IReadOnlyList<string> Generic { get; } = [.. Names(arity: 1).Append("Plan").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>A class of each name.</summary>
    /// <param name="except">Names that the place has already.</param>
    public static string Classes(params string[] except) => string.Join('\n', Plain.Except(except).Select(name => $"internal static class {name};")
        .Concat(Generic.Except(except).Select(name => $"internal static class {name}<T>;")));

    /// <summary>A global alias of each name, for a class that has nothing to do with it.</summary>
    public static string Aliases() => string.Join('\n', Plain.Select(name => $"global using {name} = global::System.Text.StringBuilder;"));

    /// <summary>The names of a namespace's classes, without type parameters.</summary>
    public static string[] Of(string space) => [.. Types().Where(type => type.Namespace == space).Select(type => type.Name.Split('`')[0])];

    private static IEnumerable<string> Names(int arity) => Types()
        .Where(type => _namespaces.Contains(type.Namespace) && type.GetGenericArguments().Length == arity)
        .Select(type => type.Name.Split('`')[0]);

    private static IEnumerable<Type> Types() => new[] { typeof(object), typeof(NetworkAttribute), typeof(INetwork<>), typeof(Stack<>), typeof(Uri) }
        .SelectMany(type => type.Assembly.GetExportedTypes())
        .Where(type => !type.IsNested);
}
