using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Declarations;

/// <summary>Where a parameter of a stage gets its tensor from.</summary>
internal enum SourceKind
{
    /// <summary>Another stage; the index is its place among the stages.</summary>
    Stage,

    /// <summary>The user: the parameter carries <c>[Input]</c>, or is an input of the block. The index counts them.</summary>
    Input,
}

/// <summary>A parameter of a stage.</summary>
/// <param name="Kind">Where its tensor comes from.</param>
/// <param name="Index">Which stage, or which input.</param>
/// <param name="Parameter">The parameter.</param>
internal readonly record struct StageSource(SourceKind Kind, int Index, IParameterSymbol Parameter);

/// <summary>A partial method that names a tensor. It lives only while a declaration is read.</summary>
/// <param name="Method">The method.</param>
/// <param name="Layers">Its layers, in order.</param>
/// <param name="Auxiliary">The attribute that makes it exist in training only, or null.</param>
/// <param name="Sources">What it reads.</param>
internal sealed record Stage(
    IMethodSymbol Method, ImmutableArray<AttributeData> Layers, AttributeData? Auxiliary, ImmutableArray<StageSource> Sources)
{
    /// <summary>The name by which parameters of other stages read it.</summary>
    public string Key => KeyOf(Method.Name);

    /// <summary>A stage's name with its first letter in lower case.</summary>
    public static string KeyOf(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}

/// <summary>The stages of a class and how they read each other; independent of the values of constants.</summary>
/// <param name="Stages">In the order of their declaration.</param>
/// <param name="Order">Their indices, each behind those it reads.</param>
/// <param name="Unread">The stages that no other reads: the results.</param>
/// <param name="Inputs">The parameters that are inputs, the first of each name.</param>
internal sealed record StageGraph(
    ImmutableArray<Stage> Stages, ImmutableArray<int> Order, ImmutableArray<int> Unread, ImmutableArray<IParameterSymbol> Inputs);
