using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator;

namespace NetGen.Benchmarks;

/// <summary>The generator in a project that holds the whole zoo: after an edit of one network's last layer, and after any other edit.</summary>
[MemoryDiagnoser]
public class ZooGeneratorBenchmarks
{
    private const string LastLayer = "Linear(1000)";

    private CSharpCompilation _unrelatedEdit = null!;
    private CSharpCompilation _layerEdit = null!;
    private GeneratorDriver _warm = null!;

    /// <summary>The network that is edited: a common one, and those with most steps.</summary>
    [Params("ResNet18", "ResNet101", "DenseNet121")]
    public string Network { get; set; } = "ResNet18";

    [GlobalSetup]
    public void Setup()
    {
        SyntaxTree[] zoo = [.. Sources().Select(source => CSharpSyntaxTree.ParseText(source))];
        SyntaxTree other = CSharpSyntaxTree.ParseText("class Other { int Value() => 1; }");
        SyntaxTree usings = CSharpSyntaxTree.ParseText("global using NetGen;");
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Zoo", [.. zoo, other, usings], PlatformReferences.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        _unrelatedEdit = compilation.ReplaceSyntaxTree(other, CSharpSyntaxTree.ParseText("class Other { int Value() => 2; }"));
        SyntaxTree edited = zoo.Single(tree => PlaceOf(tree.ToString()) >= 0);
        _layerEdit = compilation.ReplaceSyntaxTree(edited, CSharpSyntaxTree.ParseText(Edit(edited.ToString())));
        _warm = CSharpGeneratorDriver.Create(new NetworkGenerator()).RunGenerators(compilation);
    }

    [Benchmark]
    public object AfterUnrelatedEdit() => _warm.RunGenerators(_unrelatedEdit);

    [Benchmark]
    public object AfterLayerEdit() => _warm.RunGenerators(_layerEdit);

    private int PlaceOf(string source) => source.IndexOf($"class {Network}\n", StringComparison.Ordinal);

    private string Edit(string source)
    {
        int layer = source.IndexOf(LastLayer, PlaceOf(source), StringComparison.Ordinal);
        return source.Remove(layer, LastLayer.Length).Insert(layer, "Linear(100)");
    }

    private static IEnumerable<string> Sources()
    {
        System.Reflection.Assembly assembly = typeof(ZooGeneratorBenchmarks).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("Zoo/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return reader.ReadToEnd();
        }
    }
}
