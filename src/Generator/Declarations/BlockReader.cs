using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Support;

namespace NetGen.Generator.Declarations;

/// <summary>A block's class as it crosses the pipeline: what is needed to give its stages bodies. Equal by value; see <see cref="NetworkModel"/>.</summary>
internal sealed record BlockModel(TypeDeclaration Type, EquatableArray<StageDeclaration> Stages);

/// <summary>Reads a block's class, apart from its uses: shapes are known in these only.</summary>
internal static class BlockReader
{
    /// <summary>What the generator works on.</summary>
    public static BlockModel Read(INamedTypeSymbol type, CancellationToken cancellation) =>
        new(TypeReader.Declare(type, cancellation), StageDeclaration.Of(type));

    /// <summary>Reports what is wrong with a block whatever its use.</summary>
    public static void Check(INamedTypeSymbol type, Action<Mistake> report, CancellationToken cancellation)
    {
        if (TypeReader.ReasonAgainstStages(type, cancellation) is { } reason)
        {
            report(new Mistake(GraphDescriptors.BlockForm, _ => type.Locations[0], [type.Name, reason]));
            return;
        }

        if (StageGraphReader.Read(type, isBlock: true, report, cancellation) is null) return;
        if (CircleFrom(type, type, []) is { } circle)
        {
            string names = string.Join(" → ", circle.Select(block => block.Name));
            report(new Mistake(GraphDescriptors.RecursiveBlock, _ => type.Locations[0], [type.Name, names]));
        }
    }

    /// <summary>The blocks on a way of uses from one back to itself, or null.</summary>
    private static ImmutableArray<INamedTypeSymbol>? CircleFrom(INamedTypeSymbol block, INamedTypeSymbol target, ImmutableArray<INamedTypeSymbol> way)
    {
        way = way.Add(block);
        foreach (INamedTypeSymbol used in UsedBy(block))
        {
            if (SymbolEqualityComparer.Default.Equals(used, target)) return way.Add(used);
            if (!way.Contains(used, SymbolEqualityComparer.Default) && CircleFrom(used, target, way) is { } circle) return circle;
        }

        return null;
    }

    private static IEnumerable<INamedTypeSymbol> UsedBy(INamedTypeSymbol block) => StageGraphReader.StagesOf(block)
        .SelectMany(method => method.GetAttributes())
        .Where(attribute => KnownNames.IsBlockUse(attribute.AttributeClass))
        .Select(attribute => attribute.AttributeClass!.TypeArguments[0])
        .OfType<INamedTypeSymbol>();
}
