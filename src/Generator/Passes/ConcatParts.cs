using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>
/// Which tensors of a prediction are parts of a joint tensor, so that joining them costs nothing: who makes them writes them where they
/// belong. In blocks of channels a part is a range of blocks; it has the joint tensor's halo. A part may itself be joined of parts.
/// </summary>
internal sealed class ConcatParts
{
    /// <summary>A multiple of the channels in a block of every instruction set.</summary>
    private const int BlockChannels = 16;

    private readonly NetworkGraph _graph;
    private readonly IReadOnlyList<int> _owner;
    private readonly HashSet<int> _flat;
    private readonly TensorPart[] _parts;

    private ConcatParts(NetworkGraph graph, IReadOnlyList<int> owner)
    {
        _graph = graph;
        _owner = owner;
        _flat = [.. Enumerable.Range(0, owner.Count).Where(node => graph.Nodes[node].Operation is Flatten).Select(node => owner[node])];
        _parts = [.. None(graph)];
    }

    /// <summary>No parts at all: every tensor stands alone.</summary>
    public static EquatableArray<TensorPart> None(NetworkGraph graph) =>
        Enumerable.Range(0, graph.Nodes.Count).Select(node => new TensorPart(node, 0)).ToEquatableArray();

    /// <summary>Finds the parts.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="owner">For each node the one whose tensor its value is.</param>
    public static EquatableArray<TensorPart> Find(NetworkGraph graph, IReadOnlyList<int> owner)
    {
        var parts = new ConcatParts(graph, owner);
        for (int node = 0; node < graph.Nodes.Count; node++)
        {
            bool isOfImages = graph.Nodes[node].Operation is Concat && graph.Nodes[node].Shape.Pixels > 1;
            if (isOfImages && !parts._flat.Contains(node)) parts.Join(node);
        }

        return parts._parts.ToEquatableArray();
    }

    private void Join(int concat)
    {
        int channel = 0;
        Node node = _graph.Nodes[concat];
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            int tensor = _owner[node.Inputs[i]], channels = _graph.Nodes[node.Inputs[i]].Shape.Channels;
            bool wholeBlocks = channel % BlockChannels == 0 && (channels % BlockChannels == 0 || i == node.Inputs.Count - 1);
            bool standsAlone = _parts[tensor].Whole == tensor;
            if (wholeBlocks && standsAlone && !_flat.Contains(tensor) && _graph.Nodes[tensor].Operation is not Input)
                _parts[tensor] = new TensorPart(concat, channel);
            channel += channels;
        }
    }
}
