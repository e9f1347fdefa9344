using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;

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
    private readonly Dictionary<int, (int Whole, int Channel)> _parts = [];

    /// <summary>Finds the parts.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="owner">For each node the one whose tensor its value is.</param>
    public ConcatParts(NetworkGraph graph, IReadOnlyList<int> owner)
    {
        _graph = graph;
        _owner = owner;
        HashSet<int> flat = [.. Enumerable.Range(0, owner.Count).Where(node => graph.Nodes[node].Operation is Flatten).Select(node => owner[node])];
        for (int node = 0; node < graph.Nodes.Count; node++)
        {
            if (graph.Nodes[node].Operation is Concat && graph.Nodes[node].Shape.Pixels > 1 && !flat.Contains(node)) Join(node, flat);
        }
    }

    /// <summary>None: in training every tensor stands alone.</summary>
    private ConcatParts(IReadOnlyList<int> owner) => (_graph, _owner) = (null!, owner);

    /// <summary>No parts at all.</summary>
    public static ConcatParts None(IReadOnlyList<int> owner) => new(owner);

    /// <summary>The tensor that a tensor lies in, itself if it is no part, and its first channel there.</summary>
    public (int Whole, int Channel) Place(int tensor)
    {
        int channel = 0;
        while (_parts.TryGetValue(tensor, out (int Whole, int Channel) part)) (tensor, channel) = (part.Whole, channel + part.Channel);
        return (tensor, channel);
    }

    /// <summary>Whether an input of a concatenation lies where it belongs.</summary>
    public bool IsInPlace(int concat, int input, int channel) =>
        _parts.TryGetValue(_owner[input], out (int Whole, int Channel) part) && part == (concat, channel);

    private void Join(int concat, HashSet<int> flat)
    {
        int channel = 0;
        Node node = _graph.Nodes[concat];
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            int tensor = _owner[node.Inputs[i]], channels = _graph.Nodes[node.Inputs[i]].Shape.Channels;
            bool wholeBlocks = channel % BlockChannels == 0 && (channels % BlockChannels == 0 || i == node.Inputs.Count - 1);
            if (wholeBlocks && !_parts.ContainsKey(tensor) && !flat.Contains(tensor) && _graph.Nodes[tensor].Operation is not Input)
                _parts[tensor] = (concat, channel);
            channel += channels;
        }
    }
}
