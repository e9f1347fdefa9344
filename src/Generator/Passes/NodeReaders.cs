using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Passes;

/// <summary>Who reads a node's value.</summary>
internal sealed class NodeReaders
{
    private readonly NetworkGraph _graph;
    private readonly List<int>[] _readers;

    public NodeReaders(NetworkGraph graph)
    {
        _graph = graph;
        _readers = [.. graph.Nodes.Select(_ => new List<int>())];
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            foreach (int input in graph.Nodes[i].Inputs) _readers[input].Add(i);
        }
    }

    /// <summary>The nodes that read a node; one that reads it twice stands there twice.</summary>
    public IReadOnlyList<int> Of(int node) => _readers[node];

    /// <summary>The node that alone reads a node; null where there are more or none, or where the network gives it as a result.</summary>
    public int? Only(int node) => _readers[node].Count == 1 && !_graph.IsResult(node) ? _readers[node][0] : null;
}
