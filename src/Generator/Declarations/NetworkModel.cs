using NetGen.Generator.Graph;
using NetGen.Generator.Support;

namespace NetGen.Generator.Declarations;

/// <summary>
/// A network as it crosses the incremental pipeline: everything that its code is made from. This record and all it holds
/// are immutable and equal by value; no symbol, syntax, compilation or location may ever be stored in it, or each
/// keystroke would generate everything anew and keep old compilations alive.
/// </summary>
/// <param name="Type">The class.</param>
/// <param name="Graph">The network; null when its declaration is wrong.</param>
/// <param name="Failure">Why there is no network; null when there is one.</param>
/// <param name="Stages">The partial methods that need a body.</param>
/// <param name="Input">The input's shape, as far as it is known.</param>
/// <param name="Output">The last layer's shape, as far as it is known.</param>
/// <param name="HasInterface">Whether the project's C# can implement the interface of networks, whose static members are of C# 11.</param>
internal sealed record NetworkModel(
    TypeDeclaration Type, NetworkGraph? Graph, string? Failure, EquatableArray<StageDeclaration> Stages, Shape? Input, Shape? Output,
    bool HasInterface);
