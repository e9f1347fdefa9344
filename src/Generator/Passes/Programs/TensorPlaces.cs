using NetGen.Generator.Kernels;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes.Programs;

/// <summary>Which tensor each node's value, and the gradient by it, is kept in.</summary>
/// <param name="Owners">For each node the one whose tensor its value is.</param>
/// <param name="Learned">For each node whether its value depends on something learned.</param>
/// <param name="GradientOwners">For each owner the node whose gradient's tensor its gradient is kept in.</param>
/// <param name="Parts">For each owner the tensor that its own is a part of.</param>
internal sealed record TensorPlaces(
    EquatableArray<int> Owners, EquatableArray<bool> Learned, EquatableArray<int> GradientOwners, EquatableArray<TensorPart> Parts)
{
    /// <summary>Before the tensors are assigned.</summary>
    public static TensorPlaces None { get; } = new(default, default, default, default);

    /// <summary>The node whose tensor a node's value is.</summary>
    public int Owner(int node) => Owners[node];

    /// <summary>Whether a node is only another name for the tensor it reads.</summary>
    public bool IsAlias(int node) => Owners[node] != node;

    /// <summary>Whether a node's value depends on something learned, so that a gradient must reach it.</summary>
    public bool Learns(int node) => Learned[node];

    /// <summary>The node whose gradient's tensor the gradient by a node's value is kept in.</summary>
    public int GradientOwner(int node) => GradientOwners[Owners[node]];

    /// <summary>Whether the gradients by two nodes' values are one tensor.</summary>
    public bool SharesGradient(int node, int other) => GradientOwner(node) == GradientOwner(other);

    /// <summary>The node in whose tensor a node's value lies, as a part that begins at a channel, or as the whole.</summary>
    public TensorPart Place(int node)
    {
        int tensor = Owners[node], channel = 0;
        while (Parts[tensor].Whole != tensor) (tensor, channel) = (Parts[tensor].Whole, channel + Parts[tensor].Channel);
        return new TensorPart(tensor, channel);
    }

    /// <summary>Whether an input of a concatenation was written where it belongs.</summary>
    public bool IsInPlace(int concat, int input, int channel) =>
        Parts[Owners[input]] == new TensorPart(concat, channel) && Owners[input] != concat;
}

/// <summary>Where a tensor lies: in another one, from a channel on; itself, from channel 0 on, where it stands alone.</summary>
internal readonly record struct TensorPart(int Whole, int Channel);

/// <summary>How tensors are kept.</summary>
/// <param name="Values">For each node that owns a tensor, the form of its value; for others something nobody asks for.</param>
/// <param name="Gradients">The same for the gradients by them.</param>
internal sealed record TensorForms(EquatableArray<TensorForm> Values, EquatableArray<TensorForm> Gradients)
{
    /// <summary>Before the forms are assigned.</summary>
    public static TensorForms None { get; } = new(default, default);
}
