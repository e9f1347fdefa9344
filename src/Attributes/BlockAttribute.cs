using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace NetGen;

/// <summary>
/// A reusable part of networks: an abstract partial class of stages. A parameter of a stage that names no stage is an input of
/// the block; the one stage that no other reads is its result. Its constants are its parameters: a use may give them other
/// values, in their order, and every expression over them is evaluated anew.
/// </summary>
/// <example>
/// <code>
/// [Block]
/// public abstract partial class Fire
/// {
///     private const int Squeezed = 16, Expanded = 64;
///
///     [Conv2d(Squeezed, 1), ReLU]
///     private static partial Tensor Squeeze(Tensor input);
///
///     [Conv2d(Expanded, 1), ReLU]
///     private static partial Tensor Expand1(Tensor squeeze);
///
///     [Conv2d(Expanded, 3, Padding = 1), ReLU]
///     private static partial Tensor Expand3(Tensor squeeze);
///
///     [Concat]
///     private static partial Tensor Output(Tensor expand1, Tensor expand3);
/// }
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BlockAttribute : Attribute;

/// <summary>A use of a block, as a layer of a network, of a stage or of another block.</summary>
/// <typeparam name="T">The block: a class of this project that carries <see cref="BlockAttribute"/>.</typeparam>
/// <param name="arguments">Values of the block's constants, in their order; those left out keep their own.</param>
/// <example>
/// <code>
/// [Block&lt;Fire&gt;(16, 64), Block&lt;Fire&gt;(32, 128, Repeat = 2)]
/// private static partial Tensor Features(Tensor stem);
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
public sealed class BlockAttribute<T>(params object[] arguments) : LayerAttribute
    where T : class
{
    /// <summary>Values of the block's constants, in their order.</summary>
    public IReadOnlyList<object> Arguments { get; } = arguments;

    /// <summary>How many follow each other, each with parameters of its own; 1 by default.</summary>
    public int Repeat { get; set; } = 1;
}
