using System.Collections.Generic;
using System.Linq;

namespace NetGen.Generator.Passes.Programs;

/// <summary>
/// Nodes that one kernel computes: a main operation, with the normalisation, the sum and the activation that follow it. It stands
/// where the sum stood, if it has one, so that the sum's other operand exists.
/// </summary>
/// <param name="Main">The first node's index.</param>
/// <param name="Norm">A batch normalisation folded into its weights, or null.</param>
/// <param name="Activation">An activation in its epilogue, or null.</param>
internal sealed record FusedLayer(int Main, int? Norm, int? Activation)
{
    /// <summary>The sum of the main operation's result and one other tensor, in its epilogue before the activation, or null.</summary>
    public int? Sum { get; init; }

    /// <summary>The sum's other operand, a node of the output's shape, or null.</summary>
    public int? Residual { get; init; }

    /// <summary>A max pooling behind the activation, whose windows its tiles hold, or null.</summary>
    public int? Pool { get; init; }

    /// <summary>
    /// The layer whose result it alone reads, made with it band by band; that may be the user's image. Null where its input is a tensor of
    /// the plan.
    /// </summary>
    public FusedLayer? Before { get; init; }

    /// <summary>All that are made band by band, in their order.</summary>
    public IEnumerable<FusedLayer> Cascade => (Before?.Cascade ?? []).Append(this);

    /// <summary>All nodes that the kernel computes.</summary>
    public IEnumerable<int> Nodes => new int?[] { Main, Norm, Sum, Activation, Pool }.OfType<int>().Concat(Before?.Nodes ?? []);

    /// <summary>The node whose tensor the kernel writes.</summary>
    public int Output => Pool ?? Activation ?? Sum ?? Norm ?? Main;
}
