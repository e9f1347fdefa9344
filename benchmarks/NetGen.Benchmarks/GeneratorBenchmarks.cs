using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator;

namespace NetGen.Benchmarks;

/// <summary>The generator in a compilation with LeNet-5: from nothing, and after edits as an editor makes them.</summary>
[MemoryDiagnoser]
public class GeneratorBenchmarks
{
    private const string Network = """
        using NetGen;

        [Network, Input(1, 28, 28)]
        [Conv2d(20, 5, Padding = 2), ReLU, MaxPool2d(2)]
        [Conv2d(50, 5, Padding = 2), ReLU, MaxPool2d(2)]
        [Flatten, Linear(500), ReLU, Linear(10)]
        public partial class LeNet5;
        """;

    private CSharpCompilation _compilation = null!;
    private CSharpCompilation _unrelatedEdit = null!;
    private CSharpCompilation _layerEdit = null!;
    private GeneratorDriver _warm = null!;

    [GlobalSetup]
    public void Setup()
    {
        SyntaxTree network = CSharpSyntaxTree.ParseText(Network);
        SyntaxTree other = CSharpSyntaxTree.ParseText("class Other { int Value() => 1; }");
        _compilation = CSharpCompilation.Create(
            "Benchmark", [network, other], PlatformReferences.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        _unrelatedEdit = _compilation.ReplaceSyntaxTree(other, CSharpSyntaxTree.ParseText("class Other { int Value() => 2; }"));
        _layerEdit = _compilation.ReplaceSyntaxTree(network, CSharpSyntaxTree.ParseText(Network.Replace("Linear(500)", "Linear(400)", StringComparison.Ordinal)));
        _warm = Driver().RunGenerators(_compilation);
    }

    [Benchmark]
    public object Cold() => Driver().RunGenerators(_compilation);

    [Benchmark]
    public object AfterUnrelatedEdit() => _warm.RunGenerators(_unrelatedEdit);

    [Benchmark]
    public object AfterLayerEdit() => _warm.RunGenerators(_layerEdit);

    private static CSharpGeneratorDriver Driver() => CSharpGeneratorDriver.Create(new NetworkGenerator());
}
