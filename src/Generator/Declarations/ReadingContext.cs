using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Declarations;

/// <summary>What all readers of one network share: the graph that grows, and where mistakes go.</summary>
internal sealed class ReadingContext(Compilation compilation, CancellationToken cancellation)
{
    private const string DoesNotCompile = "its declaration does not compile";

    private readonly List<Mistake> _mistakes = [];
    private readonly Dictionary<ISymbol, StageGraph?> _blocks = new(SymbolEqualityComparer.Default);

    public Compilation Compilation { get; } = compilation;

    public CancellationToken Cancellation { get; } = cancellation;

    public GraphBuilder Builder { get; } = new();

    /// <summary>What names in constant expressions mean.</summary>
    public ConstantNames Names { get; } = new(compilation, cancellation);

    /// <summary>How often blocks were used, each repetition counted.</summary>
    public long Uses { get; set; }

    /// <summary>What the analyzer reports.</summary>
    public IEnumerable<Mistake> Mistakes => _mistakes;

    /// <summary>Why there is no network; null as long as there is one.</summary>
    public string? Failure { get; private set; }

    /// <summary>
    /// Whether the compiler does not know an attribute. It may stand for a layer, so what follows from its absence is not
    /// judged.
    /// </summary>
    public bool Unresolved { get; set; }

    /// <summary>The source does not compile, which the compiler says itself.</summary>
    public void Fail() => Failure ??= DoesNotCompile;

    /// <summary>A mistake that is reported elsewhere.</summary>
    public void Fail(string reason) => Failure ??= reason;

    /// <summary>Reports a mistake.</summary>
    public void Report(Mistake mistake)
    {
        Failure ??= mistake.Text;
        if (!Unresolved) _mistakes.Add(mistake);
    }

    /// <summary>Reports a mistake at an attribute's argument, or at the attribute.</summary>
    public void Report(AttributeData attribute, string? argument, DiagnosticDescriptor descriptor, params object[] arguments) => Report(
        new Mistake(descriptor, token => ArgumentLocator.Locate(attribute, argument, token), [.. arguments]));

    /// <summary>Reports a mistake at a symbol.</summary>
    public void Report(ISymbol symbol, DiagnosticDescriptor descriptor, params object[] arguments) => Report(
        new Mistake(descriptor, _ => symbol.Locations.FirstOrDefault() ?? Location.None, [.. arguments]));

    /// <summary>The stages of a block; null where the block has a mistake, which is reported at the block.</summary>
    public StageGraph? StagesOf(INamedTypeSymbol block)
    {
        if (_blocks.TryGetValue(block, out StageGraph? stages)) return stages;
        stages = StageGraphReader.Read(block, isBlock: true, mistake => Fail(mistake.Text), Cancellation);
        _blocks[block] = stages;
        return stages;
    }
}
